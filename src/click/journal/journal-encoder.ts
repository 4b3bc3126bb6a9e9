import type { ClickBatch } from './click-batch.js';
import type { EncodedVisit } from './encoded-visit.js';

/** Writes the lines of one journal; see `JOURNAL_HEADER`. */
export class JournalEncoder {
  /** Lines that tell of visits, to be written before what refers to them. */
  #definitions = '';

  /** @param visitCount how many numbers are given already. */
  constructor(private visitCount = 0) {}

  /** Whole lines, to be written behind those of the turns before. */
  encode({ quarter, clicks }: ClickBatch): string {
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
    const lines = `${this.#definitions}${line}\n`;
    this.#definitions = '';
    return lines;
  }

  /** For when a turn could not be written: nothing is known of whom it introduced. */
  reset(): JournalEncoder {
    return new JournalEncoder(this.visitCount);
  }

  #numberOf(visit: EncodedVisit): string {
    if (visit.definedIn !== this) this.#define(visit);
    return visit.number;
  }

  #define(visit: EncodedVisit): void {
    this.visitCount++;
    visit.definedIn = this;
    visit.number = String(this.visitCount);
    this.#definitions += `${visit.number}=${visit.text}\n`;
  }
}
