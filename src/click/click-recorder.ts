import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import { quarterOf } from './day.js';
import { Journals } from './journal/journals.js';
import { VisitNote } from './journal/visit-note.js';
import { peerOf } from './visit/peer.js';
import { bareVisit } from './visit/visit.js';
import { VisitNotes } from './visit-notes.js';

/** As much of a link as its clicks need. */
export interface ClickedLink {
  readonly id: number;
  readonly maxClicks: number | null;
}

interface Served {
  readonly link: ClickedLink;
  readonly headers: IncomingHttpHeaders;
  readonly peer: string;
}

const UNDESCRIBED = new VisitNote(bareVisit('human'));

/**
 * Takes note of redirects that were served. That costs the redirect one small object: what it takes to
 * tell who the visitors were, and the journal, wait for the end of the turn of the event loop, when the
 * same is done for all of them, one behind the other.
 */
@Injectable()
export class ClickRecorder {
  readonly #logger = new Logger(ClickRecorder.name);
  #turn: Served[] = [];
  #recordedCount = 0;

  constructor(
    private readonly notes: VisitNotes,
    private readonly journals: Journals,
  ) {}

  /** Since the start. */
  get recordedCount(): number {
    return this.#recordedCount;
  }

  /** To be called behind the answer to a GET. */
  record(link: ClickedLink, { headers, socket }: IncomingMessage): void {
    const length = this.#turn.push({ link, headers, peer: peerOf(socket) });
    if (length === 1) setImmediate(this.endTurn);
  }

  /** Has the journal know of all that was recorded. */
  readonly endTurn = (): void => {
    const turn = this.#turn;
    if (turn.length === 0) return;
    this.#turn = [];
    this.#recordedCount += turn.length;
    const nowMs = Date.now();
    const clicks = turn.map((served) => {
      const { id, maxClicks } = served.link;
      return { linkId: id, isLimited: maxClicks !== null, visit: this.#visitOf(served, nowMs) };
    });
    this.journals.append({ quarter: quarterOf(nowMs), clicks });
  };

  /** A defect in telling who it was is not to cost all clicks of the turn, and the process. */
  #visitOf({ headers, peer }: Served, nowMs: number): VisitNote {
    try {
      return this.notes.of(headers, peer, nowMs);
    } catch (error) {
      this.#logger.error(error, 'a visitor cannot be described');
      return UNDESCRIBED;
    }
  }
}
