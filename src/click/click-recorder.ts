import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import { quarterOf } from './day.js';
import { JournalQueue } from './journal/journal-queue.js';
import { EncodedVisit } from './journal/encoded-visit.js';
import { remoteAddressOf } from './visit/remote-address.js';
import { anonymousVisit } from './visit/visit.js';
import { VisitEncoder } from './visit-encoder.js';

/** As much of a link as its clicks need. */
export interface ClickedLink {
  readonly id: number;
  readonly maxClicks: number | null;
}

interface Served {
  readonly link: ClickedLink;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string;
}

const UNDESCRIBED = new EncodedVisit(anonymousVisit('human'));

/**
 * Takes note of redirects that were served. That costs the redirect one small object: what it takes to
 * tell who the visitors were, and the journal, wait for the end of the turn of the event loop, when the
 * same is done for all of them, one behind the other.
 */
@Injectable()
export class ClickRecorder {
  readonly #logger = new Logger(ClickRecorder.name);
  #batch: Served[] = [];
  #recordedCount = 0;

  constructor(
    private readonly encoder: VisitEncoder,
    private readonly journals: JournalQueue,
  ) {}

  /** Since the start. */
  get recordedCount(): number {
    return this.#recordedCount;
  }

  /** To be called behind the answer to a GET. */
  record(link: ClickedLink, { headers, socket }: IncomingMessage): void {
    const length = this.#batch.push({ link, headers, remoteAddress: remoteAddressOf(socket) });
    if (length === 1) setImmediate(this.flush);
  }

  /** Has the journal know of all that was recorded. */
  readonly flush = (): void => {
    const batch = this.#batch;
    if (batch.length === 0) return;
    this.#batch = [];
    this.#recordedCount += batch.length;
    const nowMs = Date.now();
    const clicks = batch.map((served) => {
      const { id, maxClicks } = served.link;
      return { linkId: id, isLimited: maxClicks !== null, visit: this.#visitOf(served, nowMs) };
    });
    this.journals.append({ quarter: quarterOf(nowMs), clicks });
  };

  /** A defect in telling who it was is not to cost all clicks of the turn, and the process. */
  #visitOf({ headers, remoteAddress }: Served, nowMs: number): EncodedVisit {
    try {
      return this.encoder.encode(headers, remoteAddress, nowMs);
    } catch (error) {
      this.#logger.error(error, 'a visitor cannot be described');
      return UNDESCRIBED;
    }
  }
}
