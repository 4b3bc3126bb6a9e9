import type { Clicks } from '../click.js';
import { ClicksDecoder, JOURNAL_HEADER } from './journal-format.js';

/** What a journal says; `unreadableCount` is how many lines say nothing. */
export interface JournalContent {
  readonly clicks: Iterable<Clicks>;
  readonly unreadableCount: () => number;
}

/** The journal is not one that this version of the program writes. */
export class UnknownJournal extends Error {}

/**
 * Reads as far as it was written: a line that does not end was cut off together with the machine.
 * @throws UnknownJournal.
 */
export function readJournal(bytes: Buffer): JournalContent {
  const text = bytes.toString('utf8');
  let unreadableCount = 0;
  if (text !== '' && !text.startsWith(JOURNAL_HEADER)) {
    if (!JOURNAL_HEADER.startsWith(text)) throw new UnknownJournal('not a journal of this version');
  }
  function* clicks(): Generator<Clicks> {
    const decoder = new ClicksDecoder();
    const lines = text.slice(JOURNAL_HEADER.length).split('\n');
    const isCutOff = lines.pop() !== '';
    if (isCutOff) unreadableCount++;
    // What is clicked much is clicked alike.
    for (const [line, times] of countEach(lines)) {
      const decoded = decoder.decode(line);
      if (decoded === undefined) unreadableCount += times;
      else yield { ...decoded, count: decoded.count * times };
    }
  }
  return { clicks: clicks(), unreadableCount: () => unreadableCount };
}

function countEach(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}
