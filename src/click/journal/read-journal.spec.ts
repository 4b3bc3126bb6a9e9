import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { JOURNAL_HEADER } from './journal-format.js';
import { readJournal, UnsupportedJournalVersion } from './read-journal.js';

const VISITS = '1=human\t\t\t\t\t\t\n2=human\t3\texample.com\tDE\tChrome\tLinux\tdesktop\n';
const BEGIN = JOURNAL_HEADER + VISITS;

const turnOn = (linkId: number): string => `7 ${linkId}:1,2\n`;

const THREE_TURNS = [1, 2, 3].map(turnOn).join('');

/** The links of the turns that can be read, and how many lines cannot. */
async function read(bytes: Buffer | string) {
  const { clicks, unreadableCount } = await readJournal(Buffer.from(bytes));
  const linkIds = new Set([...clicks].map(({ linkId }) => linkId));
  return { linkIds: [...linkIds], unreadableCount };
}

describe(readJournal.name, () => {
  it('reads the turns in the order in which they were written', async () => {
    expect(await read(BEGIN + THREE_TURNS)).toEqual({
      linkIds: [1, 2, 3],
      unreadableCount: 0,
    });
  });

  it.each([
    ['that is empty', ''],
    ['that has a header only', JOURNAL_HEADER],
    ['whose header was cut off', JOURNAL_HEADER.slice(0, 5)],
    ['whose header has no end', JOURNAL_HEADER.slice(0, -1)],
  ])('finds nothing in a journal %s, and nothing wrong', async (_which, text) => {
    expect(await read(text)).toEqual({ linkIds: [], unreadableCount: 0 });
  });

  it('reads what is before a torn last line, wherever it was torn', async () => {
    const last = turnOn(4);
    for (let length = 1; length < last.length; length++) {
      expect(await read(BEGIN + THREE_TURNS + last.slice(0, length))).toEqual({
        linkIds: [1, 2, 3],
        unreadableCount: 1,
      });
    }
  });

  it('passes over what is neither visit nor turn', async () => {
    const text = `${BEGIN}${turnOn(1)}nonsense\n\n${turnOn(2)}`;
    expect(await read(text)).toEqual({ linkIds: [1, 2], unreadableCount: 2 });
  });

  it('loses no more than the lines that a block of zeros covers', async () => {
    const bytes = Buffer.from(BEGIN + [1, 2, 3, 4, 5].map(turnOn).join(''));
    const begin = BEGIN.length + turnOn(1).length;
    bytes.fill(0, begin + 3, begin + turnOn(2).length + 3);
    expect(await read(bytes)).toEqual({ linkIds: [1, 4, 5], unreadableCount: 1 });
  });

  it('takes a visit whom zeros have covered for unreadable, and the turns in which it came', async () => {
    const bytes = Buffer.from(BEGIN + turnOn(1) + '7 2:1,1\n' + turnOn(3));
    const begin = bytes.indexOf('example.com');
    bytes.fill(0, begin + 4, begin + 8);
    expect(await read(bytes)).toEqual({ linkIds: [2], unreadableCount: 3 });
  });

  it('takes bytes that are no text for a line that cannot be read', async () => {
    const junk = Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x0a]);
    const bytes = Buffer.concat([Buffer.from(BEGIN + turnOn(1)), junk, Buffer.from(turnOn(2))]);
    expect(await read(bytes)).toEqual({ linkIds: [1, 2], unreadableCount: 1 });
  });

  it('lets others have their turn meanwhile', async () => {
    const reading = readJournal(Buffer.from(BEGIN + turnOn(1).repeat(1_000)));
    let turnCount = 0;
    while ((await Promise.race([reading, nextTurn('a turn')])) === 'a turn') turnCount++;
    expect(turnCount).toBeGreaterThan(30);
  });

  it.each([
    ['an earlier version', `shortcore clicks 1\n${THREE_TURNS}`],
    ['a later version', `shortcore clicks 3\n${THREE_TURNS}`],
    ['a much later version', `shortcore clicks 20\n${THREE_TURNS}`],
    ['no version', THREE_TURNS],
    ['other ends of lines', `shortcore clicks 2\r\n${THREE_TURNS}`],
    ['binary junk', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0x02, 0x01, 0x00, 0xff])],
    ['nothing but zeros', Buffer.alloc(4096)],
  ])('does not know a journal of %s', async (_which, content) => {
    await expect(readJournal(Buffer.from(content))).rejects.toThrow(UnsupportedJournalVersion);
  });
});
