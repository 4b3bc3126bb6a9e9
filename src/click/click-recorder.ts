import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import { remoteAddressOf } from '../platform/http/remote-address.js';
import { DatabaseClock } from '../platform/database/database-clock.js';
import { quarterOf } from './day.js';
import { EncodedVisit } from './journal/journal-format.js';
import { JournalWriter } from './journal/journal-writer.js';
import { VisitEncoder } from './journal/visit-encoder.js';
import { anonymousVisit } from './visit/visit.js';

export interface ClickedLink {
  readonly id: number;
  readonly maxClicks: number | null;
}

interface ServedRedirect {
  readonly link: ClickedLink;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string;
}

const UNKNOWN_VISIT = new EncodedVisit(anonymousVisit('human'));

/** Records served redirects. Writes a batch to the journal at the end of each event loop turn. */
@Injectable()
export class ClickRecorder {
  readonly #logger = new Logger(ClickRecorder.name);
  #batch: ServedRedirect[] = [];
  #recordedCount = 0;

  constructor(
    private readonly encoder: VisitEncoder,
    private readonly writer: JournalWriter,
    private readonly clock: DatabaseClock,
  ) {}

  get recordedCount(): number {
    return this.#recordedCount;
  }

  /** To be called after the response to a GET request. */
  record(link: ClickedLink, { headers, socket }: IncomingMessage): void {
    const length = this.#batch.push({ link, headers, remoteAddress: remoteAddressOf(socket) });
    if (length === 1) setImmediate(this.flush);
  }

  readonly flush = (): void => {
    const batch = this.#batch;
    if (batch.length === 0) return;
    this.#batch = [];
    this.#recordedCount += batch.length;
    const nowMs = this.clock.nowMs();
    const clicks = batch.map((redirect) => {
      const { id, maxClicks } = redirect.link;
      return { linkId: id, isLimited: maxClicks !== null, visit: this.#encode(redirect, nowMs) };
    });
    this.writer.append({ quarter: quarterOf(nowMs), clicks });
  };

  /** An error here must not lose the other clicks of the batch, nor end the process. */
  #encode({ headers, remoteAddress }: ServedRedirect, nowMs: number): EncodedVisit {
    try {
      return this.encoder.encode(headers, remoteAddress, nowMs);
    } catch (error) {
      this.#logger.error(error, 'cannot describe the visitor of a click');
      return UNKNOWN_VISIT;
    }
  }
}
