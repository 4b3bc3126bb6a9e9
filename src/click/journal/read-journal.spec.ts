import { describe, expect, it } from '@jest/globals';
import { bareVisit } from '../visit/visit.js';
import { encodeClicks, encodeVisit, JOURNAL_HEADER } from './journal-format.js';
import { readJournal, UnknownJournal } from './read-journal.js';

const entryOf = (linkId: number): string =>
  encodeClicks({ linkId, quarter: 7, count: 1, isLimited: false }, encodeVisit(bareVisit('human')));

const THREE_ENTRIES = [1, 2, 3].map(entryOf).join('');

/** The links of the entries that can be read, and how many lines cannot. */
function read(bytes: Buffer | string) {
  const { clicks, unreadableCount } = readJournal(Buffer.from(bytes));
  const linkIds = [...clicks].map(({ linkId }) => linkId);
  return { linkIds, unreadableCount: unreadableCount() };
}

describe(readJournal.name, () => {
  it('reads the entries in the order in which they were written', () => {
    expect(read(JOURNAL_HEADER + THREE_ENTRIES)).toEqual({
      linkIds: [1, 2, 3],
      unreadableCount: 0,
    });
  });

  it.each([
    ['that is empty', ''],
    ['that has a header only', JOURNAL_HEADER],
    ['whose header was cut off', JOURNAL_HEADER.slice(0, 5)],
    ['whose header has no end', JOURNAL_HEADER.slice(0, -1)],
  ])('finds nothing in a journal %s, and nothing wrong', (_which, text) => {
    expect(read(text)).toEqual({ linkIds: [], unreadableCount: 0 });
  });

  it('reads what is before a torn last line, wherever it was torn', () => {
    const last = entryOf(4);
    for (let length = 1; length < last.length; length++) {
      expect(read(JOURNAL_HEADER + THREE_ENTRIES + last.slice(0, length))).toEqual({
        linkIds: [1, 2, 3],
        unreadableCount: 1,
      });
    }
  });

  it('passes over what is not an entry', () => {
    const text = `${JOURNAL_HEADER}${entryOf(1)}nonsense\n\n${entryOf(2)}`;
    expect(read(text)).toEqual({ linkIds: [1, 2], unreadableCount: 2 });
  });

  it('loses no more than the lines that a block of zeros covers', () => {
    const bytes = Buffer.from(JOURNAL_HEADER + [1, 2, 3, 4, 5].map(entryOf).join(''));
    const begin = JOURNAL_HEADER.length + entryOf(1).length;
    bytes.fill(0, begin + 3, begin + entryOf(2).length + 3);
    expect(read(bytes)).toEqual({ linkIds: [1, 4, 5], unreadableCount: 1 });
  });

  it('takes what zeros have covered for unreadable, though it has as many fields as an entry', () => {
    const visit = { ...bareVisit('human'), referrer: 'example.com', country: 'DE' };
    const entry = encodeClicks(
      { linkId: 2, quarter: 7, count: 1, isLimited: false },
      encodeVisit(visit),
    );
    const bytes = Buffer.from(JOURNAL_HEADER + entryOf(1) + entry + entry + entryOf(3));
    const begin = bytes.indexOf('example.com');
    bytes.fill(0, begin + 4, begin + 4 + entry.length);
    expect(read(bytes)).toEqual({ linkIds: [1, 3], unreadableCount: 1 });
  });

  it('takes bytes that are no text for a line that cannot be read', () => {
    const junk = Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x0a]);
    const bytes = Buffer.concat([
      Buffer.from(JOURNAL_HEADER + entryOf(1)),
      junk,
      Buffer.from(entryOf(2)),
    ]);
    expect(read(bytes)).toEqual({ linkIds: [1, 2], unreadableCount: 1 });
  });

  it.each([
    ['an earlier version', `shortcore clicks 0\n${THREE_ENTRIES}`],
    ['a later version', `shortcore clicks 2\n${THREE_ENTRIES}`],
    ['a much later version', `shortcore clicks 10\n${THREE_ENTRIES}`],
    ['no version', THREE_ENTRIES],
    ['other ends of lines', `shortcore clicks 1\r\n${THREE_ENTRIES}`],
    ['binary junk', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0x02, 0x01, 0x00, 0xff])],
    ['nothing but zeros', Buffer.alloc(4096)],
  ])('does not know a journal of %s', (_which, content) => {
    expect(() => readJournal(Buffer.from(content))).toThrow(UnknownJournal);
  });
});
