import type { IncomingMessage } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import { quarterOf } from './day.js';
import { encodeClicks } from './journal/journal-format.js';
import { Journals } from './journal/journals.js';
import { bareVisit, type Visit } from './visit/visit.js';
import { VisitDescriber } from './visit/visit-describer.js';

/** As much of a link as its clicks need. */
export interface ClickedLink {
  readonly id: number;
  readonly maxClicks: number | null;
}

interface Served {
  readonly link: ClickedLink;
  readonly request: IncomingMessage;
  /** Asked for at once: a connection that is closed has none. */
  readonly peer: string;
}

const UNDESCRIBED = bareVisit('human');

/**
 * Takes note of redirects that were served. That costs the redirect one small object; what it takes to
 * tell who the visitor was waits for the end of the turn of the event loop, and so does the journal.
 */
@Injectable()
export class ClickRecorder {
  readonly #logger = new Logger(ClickRecorder.name);
  #turn: Served[] = [];
  #recordedCount = 0;

  constructor(
    private readonly describer: VisitDescriber,
    private readonly journals: Journals,
  ) {}

  /** Since the start. */
  get recordedCount(): number {
    return this.#recordedCount;
  }

  /** To be called behind the answer to a GET. */
  record(link: ClickedLink, request: IncomingMessage): void {
    const length = this.#turn.push({ link, request, peer: request.socket.remoteAddress ?? '' });
    if (length === 1) setImmediate(this.endTurn);
  }

  /** Has the journal know of all that was recorded. */
  readonly endTurn = (): void => {
    const turn = this.#turn;
    if (turn.length === 0) return;
    this.#turn = [];
    this.#recordedCount += turn.length;
    const nowMs = Date.now();
    const quarter = quarterOf(nowMs);
    let text = '';
    let lineCount = 0;
    for (const [visit, links] of this.#grouped(turn, nowMs)) {
      for (const [link, count] of links) {
        const isLimited = link.maxClicks !== null;
        text += encodeClicks({ linkId: link.id, quarter, count, isLimited, visit });
        lineCount++;
      }
    }
    this.journals.append({ text, lineCount, clickCount: turn.length });
  };

  /** A defect in telling who it was is not to cost all clicks of the turn, and the process. */
  #describe(request: IncomingMessage, peer: string, nowMs: number): Visit {
    try {
      return this.describer.describe(request.rawHeaders, peer, nowMs);
    } catch (error) {
      this.#logger.error(error, 'a visitor cannot be described');
      return UNDESCRIBED;
    }
  }

  #grouped(turn: readonly Served[], nowMs: number): Map<Visit, Map<ClickedLink, number>> {
    const visits = new Map<Visit, Map<ClickedLink, number>>();
    for (const { link, request, peer } of turn) {
      const visit = this.#describe(request, peer, nowMs);
      const links = visits.get(visit);
      if (links === undefined) visits.set(visit, new Map([[link, 1]]));
      else links.set(link, (links.get(link) ?? 0) + 1);
    }
    return visits;
  }
}
