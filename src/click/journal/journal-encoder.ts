import type { Turn } from './turn.js';
import type { VisitNote } from './visit-note.js';

/** Writes the lines of one journal; see `JOURNAL_HEADER`. */
export class JournalEncoder {
  /** Lines that tell of visits, to be written before what refers to them. */
  #introductions = '';

  /** @param visitCount how many numbers are given already. */
  constructor(private visitCount = 0) {}

  /** Whole lines, to be written behind those of the turns before. */
  encode({ quarter, clicks }: Turn): string {
    let line = String(quarter);
    let lastLinkId = -1;
    let wasLimited = false;
    for (const { linkId, isLimited, visit } of clicks) {
      const isSame = linkId === lastLinkId && isLimited === wasLimited;
      line += isSame ? ',' : ` ${linkId}${isLimited ? '!' : ''}:`;
      line += this.#numberOf(visit);
      lastLinkId = linkId;
      wasLimited = isLimited;
    }
    const lines = `${this.#introductions}${line}\n`;
    this.#introductions = '';
    return lines;
  }

  /** For when a turn could not be written: nothing is known of whom it introduced. */
  afresh(): JournalEncoder {
    return new JournalEncoder(this.visitCount);
  }

  #numberOf(visit: VisitNote): string {
    if (visit.numberedBy !== this) this.#introduce(visit);
    return visit.number;
  }

  #introduce(visit: VisitNote): void {
    this.visitCount++;
    visit.numberedBy = this;
    visit.number = String(this.visitCount);
    this.#introductions += `${visit.number}=${visit.text}\n`;
  }
}
