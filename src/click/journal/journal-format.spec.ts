import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { someVisits } from '../../../test/support/visit-arbitraries.js';
import { anonymousVisit } from '../visit/visit.js';
import {
  decodeVisit,
  EncodedVisit,
  JOURNAL_HEADER,
  JOURNAL_SEAL,
  JournalDecoder,
  JournalEncoder,
  readJournal,
  UnsupportedJournalVersion,
  type ClickBatch,
  type ServedClick,
} from './journal-format.js';

const HUMAN = 'human\t\t\t\t\t\t';
const BOT = 'bot\t\t\t\t\t\t';
const NAMED = 'human\t281474976710655\texample.com\tDE\tChrome\tWindows\tdesktop';
const FIELDS = NAMED.split('\t');

const withField = (index: number, field: string): string => FIELDS.with(index, field).join('\t');

describe(EncodedVisit.name, () => {
  it('decodes to the same visit', () => {
    fc.assert(
      fc.property(someVisits, (visit) => {
        const { text } = new EncodedVisit(visit);
        expect(decodeVisit(text)).toEqual(visit);
        expect(text).not.toContain('\n');
      }),
    );
  });

  it('has empty fields for unknown values', () => {
    expect(new EncodedVisit(anonymousVisit('bot')).text).toBe(BOT);
  });
});

describe(decodeVisit.name, () => {
  it('reads all fields', () => {
    expect(decodeVisit(NAMED)).toEqual({
      class: 'human',
      visitor: 2 ** 48 - 1,
      referrer: 'example.com',
      country: 'DE',
      browser: 'Chrome',
      operatingSystem: 'Windows',
      device: 'desktop',
    });
  });

  it.each([
    ['too many fields', `${NAMED}\tmore`],
    ['too few fields', FIELDS.slice(0, -1).join('\t')],
    ['two visits in one', `${NAMED}${NAMED}`],
    ['an empty text', ''],
    ['only tabs', '\t'.repeat(6)],
    ['garbage', '\u0000\uFFFD%PDF-1.7'],
    ['a negative visitor', withField(1, '-3')],
    ['a visitor that is not a number', withField(1, 'seven')],
    ['a hexadecimal visitor', withField(1, '0x7')],
    ['a fraction', withField(1, '1.5')],
    ['an exponent', withField(1, '1e3')],
    ['a space in a number', withField(1, ' 3')],
    ['a huge visitor', withField(1, '9'.repeat(16))],
    ['an unknown class', withField(0, 'alien')],
    ['an inherited class', withField(0, 'constructor')],
    ['an empty class', withField(0, '')],
    ['an unknown device', withField(6, 'deskt')],
    ['zeros within a name', withField(2, `exam${'\0'.repeat(512)}`)],
  ])('rejects %s', (_case, text) => {
    expect(decodeVisit(text)).toBeUndefined();
  });
});

describe(JournalEncoder.name, () => {
  /** Visits that no journal has defined. */
  function newVisits() {
    return {
      human: new EncodedVisit(anonymousVisit('human')),
      bot: new EncodedVisit(anonymousVisit('bot')),
    };
  }

  const clickOn = (linkId: number, visit: EncodedVisit, isLimited = false): ServedClick => ({
    linkId,
    isLimited,
    visit,
  });

  it('writes the definitions of visits, then one line for the batch', () => {
    const { human, bot } = newVisits();
    const clicks = [clickOn(7, human), clickOn(7, bot), clickOn(7, human), clickOn(9, bot)];
    expect(new JournalEncoder().encode({ quarter: 5, clicks })).toBe(
      `1=${HUMAN}\n2=${BOT}\n5 7:1,2,1 9:2\n`,
    );
  });

  it('defines a visit once', () => {
    const { human, bot } = newVisits();
    const encoder = new JournalEncoder();
    encoder.encode({ quarter: 5, clicks: [clickOn(7, human)] });
    expect(encoder.encode({ quarter: 6, clicks: [clickOn(8, human)] })).toBe('6 8:1\n');
    expect(encoder.encode({ quarter: 6, clicks: [clickOn(8, bot)] })).toBe(`2=${BOT}\n6 8:2\n`);
  });

  it('defines a visit again in another journal', () => {
    const { human, bot } = newVisits();
    new JournalEncoder().encode({ quarter: 5, clicks: [clickOn(7, bot), clickOn(7, human)] });
    expect(new JournalEncoder().encode({ quarter: 5, clicks: [clickOn(7, human)] })).toBe(
      `1=${HUMAN}\n5 7:1\n`,
    );
  });

  it('marks each click that was counted against a limit', () => {
    const { human } = newVisits();
    const clicks = [false, true, true, false].map((isLimited) => clickOn(7, human, isLimited));
    expect(new JournalEncoder().encode({ quarter: 5, clicks })).toBe(
      `1=${HUMAN}\n5 7:1 7!:1,1 7:1\n`,
    );
  });

  it('defines visits again under new numbers after a reset', () => {
    const { human, bot } = newVisits();
    const encoder = new JournalEncoder();
    encoder.encode({ quarter: 5, clicks: [clickOn(7, human), clickOn(7, bot)] });
    expect(encoder.reset().encode({ quarter: 5, clicks: [clickOn(7, bot)] })).toBe(
      `3=${BOT}\n5 7:3\n`,
    );
  });
});

describe(JournalDecoder.name, () => {
  const anId = fc.integer({ min: 0, max: 10 ** 15 - 1 });

  /** Batches in which links and visits repeat. */
  const someBatches: fc.Arbitrary<ClickBatch[]> = fc
    .record({
      linkIds: fc.array(anId, { minLength: 1, maxLength: 4 }),
      visits: fc.array(someVisits, { minLength: 1, maxLength: 4 }),
    })
    .chain(({ linkIds, visits }) => {
      const encodedVisits = visits.map((visit) => new EncodedVisit(visit));
      const aClick: fc.Arbitrary<ServedClick> = fc.record({
        linkId: fc.constantFrom(...linkIds),
        isLimited: fc.boolean(),
        visit: fc.constantFrom(...encodedVisits),
      });
      const clicks = fc.array(aClick, { minLength: 1, maxLength: 12 });
      return fc.array(fc.record({ quarter: fc.constantFrom(0, 1_900_000), clicks }));
    });

  function decode(...lines: string[]) {
    const decoder = new JournalDecoder();
    return { decoder, areValid: lines.map((line) => decoder.add(line)) };
  }

  /** The number of equal clicks. */
  function countEqual(clicks: Iterable<{ count: number; visit: unknown }>): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { count, ...kind } of clicks) {
      const name = JSON.stringify(kind, [
        'linkId',
        'quarter',
        'isLimited',
        'visit',
        ...Object.keys(anonymousVisit('bot')),
      ]);
      counts.set(name, (counts.get(name) ?? 0) + count);
    }
    return counts;
  }

  it('reads all that the encoder writes', () => {
    fc.assert(
      fc.property(someBatches, (batches) => {
        const encoder = new JournalEncoder();
        const text = batches.map((batch) => encoder.encode(batch)).join('');
        const { decoder, areValid } = decode(...text.split('\n').slice(0, -1));
        expect(areValid).not.toContain(false);
        const written = batches.flatMap(({ quarter, clicks }) =>
          clicks.map((click) => ({
            ...click,
            quarter,
            count: 1,
            visit: decodeVisit(click.visit.text),
          })),
        );
        expect(countEqual(decoder.clicks())).toEqual(countEqual(written));
      }),
    );
  });

  it('sums equal clicks', () => {
    const { decoder } = decode(`1=${HUMAN}`, `2=${BOT}`, '5 7:1,2,1 9!:1', '5 9:2 7:1', '6 7:1');
    const [human, bot] = [anonymousVisit('human'), anonymousVisit('bot')];
    const unlimited = { quarter: 5, isLimited: false };
    expect([...decoder.clicks()]).toEqual([
      { ...unlimited, linkId: 7, count: 3, visit: human },
      { ...unlimited, linkId: 7, count: 1, visit: bot },
      { ...unlimited, linkId: 9, count: 1, visit: human, isLimited: true },
      { ...unlimited, linkId: 9, count: 1, visit: bot },
      { ...unlimited, linkId: 7, count: 1, visit: human, quarter: 6 },
    ]);
  });

  it.each([
    ['an undefined visit', '5 7:1,3'],
    ['a visit that is defined later', '5 7:4'],
    ['no link', '5'],
    ['no visit', '5 7:'],
    ['no quarter', ' 7:1'],
    ['an extra comma', '5 7:1,'],
    ['an extra space', '5  7:1'],
    ['a space at the end', '5 7:1 '],
    ['no content', ''],
    ['garbage', '\u0000\uFFFD%PDF-1.7'],
    ['two lines in one', '5 7:15 7:1'],
    ['a block of zeros', `5 7:1${'\0'.repeat(512)}7:1`],
    ['a negative link', '5 -7:1'],
    ['a negative quarter', '-5 7:1'],
    ['a link that is not a number', '5 seven:1'],
    ['a hexadecimal link', '5 0x7:1'],
    ['a fraction', '5 7.5:1'],
    ['an exponent', '5 7e3:1'],
    ['a mark in the wrong place', '5 !7:1'],
    ['two marks', '5 7!!:1'],
    ['a link beyond the safe integers', `5 ${'9'.repeat(17)}:1`],
    ['a huge quarter', `${'9'.repeat(400)} 7:1`],
    ['a visit without a number', `=${HUMAN}`],
    ['a visit with a name for a number', `one=${HUMAN}`],
    ['a visit of an unknown class', '3=alien\t\t\t\t\t\t'],
    ['a visit with too few fields', '3=human\t\t\t'],
  ])('ignores a line with %s', (_case, line) => {
    const { decoder, areValid } = decode(`1=${HUMAN}`, line, `4=${BOT}`);
    expect(areValid).toEqual([true, false, true]);
    expect([...decoder.clicks()]).toEqual([]);
  });

  it('never throws, and yields safe integers only', () => {
    const aPart = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('1', '2', '7', '1900000', ' ', ':', ',', '!', '=', HUMAN),
    );
    const aLine = fc.array(aPart, { maxLength: 9 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(aLine), (lines) => {
        const { decoder } = decode(`1=${HUMAN}`, `2=${BOT}`, ...lines);
        for (const { linkId, quarter, count, visit } of decoder.clicks()) {
          for (const number of [linkId, quarter, count, visit.visitor ?? 0]) {
            expect(Number.isSafeInteger(number)).toBe(true);
          }
        }
      }),
    );
  });
});

describe(readJournal.name, () => {
  const VISITS = `1=${HUMAN}\n2=human\t3\texample.com\tDE\tChrome\tLinux\tdesktop\n`;
  const PREFIX = JOURNAL_HEADER + VISITS;

  const batchOn = (linkId: number): string => `7 ${linkId}:1,2\n`;

  const THREE_BATCHES = [1, 2, 3].map(batchOn).join('');

  /** The links with clicks, and the number of unreadable lines. */
  async function read(bytes: Buffer | string) {
    const { clicks, unreadableLineCount } = await readJournal(Buffer.from(bytes));
    const linkIds = new Set([...clicks].map(({ linkId }) => linkId));
    return { linkIds: [...linkIds], unreadableLineCount };
  }

  it('reads the batches in order', async () => {
    expect(await read(PREFIX + THREE_BATCHES)).toEqual({
      linkIds: [1, 2, 3],
      unreadableLineCount: 0,
    });
  });

  it.each([
    ['an empty journal', ''],
    ['a header only', JOURNAL_HEADER],
    ['a partial header', JOURNAL_HEADER.slice(0, 5)],
    ['a header without its line end', JOURNAL_HEADER.slice(0, -1)],
  ])('reads no clicks and no unreadable lines from %s', async (_case, text) => {
    expect(await read(text)).toEqual({ linkIds: [], unreadableLineCount: 0 });
  });

  it('reads all before a torn last line, wherever it is torn', async () => {
    const last = batchOn(4);
    for (let length = 1; length < last.length; length++) {
      expect(await read(PREFIX + THREE_BATCHES + last.slice(0, length))).toEqual({
        linkIds: [1, 2, 3],
        unreadableLineCount: 1,
      });
    }
  });

  it('skips lines that are neither a visit nor a batch', async () => {
    const text = `${PREFIX}${batchOn(1)}nonsense\n\n${batchOn(2)}`;
    expect(await read(text)).toEqual({ linkIds: [1, 2], unreadableLineCount: 2 });
  });

  it('loses only the lines that a block of zeros covers', async () => {
    const bytes = Buffer.from(PREFIX + [1, 2, 3, 4, 5].map(batchOn).join(''));
    const start = PREFIX.length + batchOn(1).length;
    bytes.fill(0, start + 3, start + batchOn(2).length + 3);
    expect(await read(bytes)).toEqual({ linkIds: [1, 4, 5], unreadableLineCount: 1 });
  });

  it('skips a visit that zeros cover, and the batches that refer to it', async () => {
    const bytes = Buffer.from(PREFIX + batchOn(1) + '7 2:1,1\n' + batchOn(3));
    const start = bytes.indexOf('example.com');
    bytes.fill(0, start + 4, start + 8);
    expect(await read(bytes)).toEqual({ linkIds: [2], unreadableLineCount: 3 });
  });

  it('skips a line of bytes that are not UTF-8', async () => {
    const junk = Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x0a]);
    const bytes = Buffer.concat([Buffer.from(PREFIX + batchOn(1)), junk, Buffer.from(batchOn(2))]);
    expect(await read(bytes)).toEqual({ linkIds: [1, 2], unreadableLineCount: 1 });
  });

  it('ignores what follows a seal, and a line that was cut off before it', async () => {
    for (const [text, unreadable] of [
      [`${PREFIX}${batchOn(1)}${JOURNAL_SEAL}${batchOn(2)}`, 0],
      [`${PREFIX}${batchOn(1)}5 3:1${JOURNAL_SEAL},1\n${JOURNAL_SEAL}`, 1],
    ] as const) {
      const { clicks, unreadableLineCount } = await readJournal(Buffer.from(text));
      expect(new Set(Array.from(clicks, ({ linkId }) => linkId))).toEqual(new Set([1]));
      expect(unreadableLineCount).toBe(unreadable);
    }
  });

  it.each(['', JOURNAL_HEADER, JOURNAL_HEADER.slice(0, 5)])(
    'reads no clicks from a sealed journal that begins with %j',
    async (text) => {
      const { clicks } = await readJournal(Buffer.from(text + JOURNAL_SEAL));
      expect([...clicks]).toEqual([]);
    },
  );

  it('yields to the event loop', async () => {
    const reading = readJournal(Buffer.from(PREFIX + batchOn(1).repeat(1_000)));
    let turnCount = 0;
    while ((await Promise.race([reading, nextTurn('a turn')])) === 'a turn') turnCount++;
    expect(turnCount).toBeGreaterThan(30);
  });

  it.each([
    ['an earlier version', `shortcore clicks 1\n${THREE_BATCHES}`],
    ['a later version', `shortcore clicks 3\n${THREE_BATCHES}`],
    ['a much later version', `shortcore clicks 20\n${THREE_BATCHES}`],
    ['no version', THREE_BATCHES],
    ['other line ends', `shortcore clicks 2\r\n${THREE_BATCHES}`],
    ['binary junk', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0x02, 0x01, 0x00, 0xff])],
    ['zeros only', Buffer.alloc(4096)],
  ])('rejects a journal with %s', async (_case, content) => {
    await expect(readJournal(Buffer.from(content))).rejects.toThrow(UnsupportedJournalVersion);
  });
});
