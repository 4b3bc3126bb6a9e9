import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clicks } from '../click.js';
import { JournalDecoder } from './journal-decoder.js';
import { JOURNAL_HEADER } from './journal-format.js';

/** After so many lines visitors get their turn: a line is what one turn of the event loop brought. */
const LINES_AT_A_TIME = 32;

/** What a journal says. */
export interface JournalContent {
  readonly clicks: Iterable<Clicks>;
  /** How many lines say nothing. */
  readonly unreadableCount: number;
}

/** The journal is not one that this version of the program writes. */
export class UnsupportedJournalVersion extends Error {}

/**
 * Reads as far as it was written: a line that does not end was cut off together with the machine. Visitors get
 * their turn meanwhile.
 * @throws UnknownJournal.
 */
export async function readJournal(bytes: Buffer): Promise<JournalContent> {
  const lines = linesIn(bytes.toString('utf8'));
  const isCutOff = lines.pop() !== '';
  let unreadableCount = isCutOff ? 1 : 0;
  const decoder = new JournalDecoder();
  for (const [index, line] of lines.entries()) {
    if (!decoder.add(line)) unreadableCount++;
    if (index % LINES_AT_A_TIME === 0) await nextTurn();
  }
  return { clicks: decoder.clicks(), unreadableCount };
}

/** Behind the header. */
function linesIn(text: string): string[] {
  const isKnown = text.startsWith(JOURNAL_HEADER) || JOURNAL_HEADER.startsWith(text);
  if (!isKnown) throw new UnsupportedJournalVersion('not a journal of this version');
  return text.slice(JOURNAL_HEADER.length).split('\n');
}
