import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { someVisits } from '../../../test/support/visit-arbitraries.js';
import { anonymousVisit } from '../visit/visit.js';
import { JournalDecoder } from './journal-decoder.js';
import { JournalEncoder } from './journal-encoder.js';
import type { ServedClick, ClickBatch } from './click-batch.js';
import { decodeVisit, EncodedVisit } from './encoded-visit.js';

const HUMAN = '1=human\t\t\t\t\t\t';
const BOT = '2=bot\t\t\t\t\t\t';

const aNumber = fc.integer({ min: 0, max: 10 ** 15 - 1 });

/** Turns in which some links and visitors come again and again. */
const someTurns: fc.Arbitrary<ClickBatch[]> = fc
  .record({
    linkIds: fc.array(aNumber, { minLength: 1, maxLength: 4 }),
    visits: fc.array(someVisits, { minLength: 1, maxLength: 4 }),
  })
  .chain(({ linkIds, visits }) => {
    const notes = visits.map((visit) => new EncodedVisit(visit));
    const aClick: fc.Arbitrary<ServedClick> = fc.record({
      linkId: fc.constantFrom(...linkIds),
      isLimited: fc.boolean(),
      visit: fc.constantFrom(...notes),
    });
    const clicks = fc.array(aClick, { minLength: 1, maxLength: 12 });
    return fc.array(fc.record({ quarter: fc.constantFrom(0, 1_900_000), clicks }));
  });

function decoderOf(...lines: string[]) {
  const decoder = new JournalDecoder();
  return { decoder, readable: lines.map((line) => decoder.add(line)) };
}

/** How many clicks there were of each kind. */
function countsOf(clicks: Iterable<{ count: number; visit: unknown }>): Map<string, number> {
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

describe(JournalDecoder.name, () => {
  it('reads what was written', () => {
    fc.assert(
      fc.property(someTurns, (batches) => {
        const encoder = new JournalEncoder();
        const text = batches.map((batch) => encoder.encode(batch)).join('');
        const { decoder, readable } = decoderOf(...text.split('\n').slice(0, -1));
        expect(readable).not.toContain(false);
        const written = batches.flatMap(({ quarter, clicks }) =>
          clicks.map((click) => ({
            ...click,
            quarter,
            count: 1,
            visit: decodeVisit(click.visit.text),
          })),
        );
        expect(countsOf(decoder.clicks())).toEqual(countsOf(written));
      }),
    );
  });

  it('adds up what is alike', () => {
    const { decoder } = decoderOf(HUMAN, BOT, '5 7:1,2,1 9!:1', '5 9:2 7:1', '6 7:1');
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
    ['a visit of whom nothing was told', '5 7:1,3'],
    ['a visit that is told of too late', '5 7:4'],
    ['no link', '5'],
    ['no visit', '5 7:'],
    ['no quarter', ' 7:1'],
    ['a comma too many', '5 7:1,'],
    ['a blank too many', '5  7:1'],
    ['a blank at the end', '5 7:1 '],
    ['nothing', ''],
    ['garbage', '\u0000\uFFFD%PDF-1.7'],
    ['two lines in one', '5 7:15 7:1'],
    ['zeros in place of a part', `5 7:1${'\0'.repeat(512)}7:1`],
    ['a negative link', '5 -7:1'],
    ['a negative quarter', '-5 7:1'],
    ['a link that is no number', '5 seven:1'],
    ['a link in hex', '5 0x7:1'],
    ['a fraction', '5 7.5:1'],
    ['an exponent', '5 7e3:1'],
    ['a mark in the wrong place', '5 !7:1'],
    ['two marks', '5 7!!:1'],
    ['a link that no number of JavaScript is', `5 ${'9'.repeat(17)}:1`],
    ['a huge quarter', `${'9'.repeat(400)} 7:1`],
    ['a visit without a number', '=human\t\t\t\t\t\t'],
    ['a visit with a name', 'one=human\t\t\t\t\t\t'],
    ['a visit of another kind', '3=alien\t\t\t\t\t\t'],
    ['a visit with too few fields', '3=human\t\t\t'],
  ])('reads nothing in a line with %s', (_what, line) => {
    const { decoder, readable } = decoderOf(HUMAN, line, '4=bot\t\t\t\t\t\t');
    expect(readable).toEqual([true, false, true]);
    expect([...decoder.clicks()]).toEqual([]);
  });

  it('never throws, and tells only of whole numbers', () => {
    const aPart = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('1', '2', '7', '1900000', ' ', ':', ',', '!', '=', 'human\t\t\t\t\t\t'),
    );
    const aLine = fc.array(aPart, { maxLength: 9 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(aLine), (lines) => {
        const { decoder } = decoderOf(HUMAN, BOT, ...lines);
        for (const { linkId, quarter, count, visit } of decoder.clicks()) {
          for (const number of [linkId, quarter, count, visit.visitor ?? 0]) {
            expect(Number.isSafeInteger(number)).toBe(true);
          }
        }
      }),
    );
  });
});
