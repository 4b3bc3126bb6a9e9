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

/** Clicks on one link by one visitor. */
interface Series {
  readonly link: ClickedLink;
  readonly visit: Visit;
  count: number;
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
    const series = this.#grouped(turn, nowMs);
    let text = '';
    for (const { link, visit, count } of series) {
      const isLimited = link.maxClicks !== null;
      text += encodeClicks({ linkId: link.id, quarter, count, isLimited, visit });
    }
    this.journals.append({ text, lineCount: series.length, clickCount: turn.length });
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

  #grouped(turn: readonly Served[], nowMs: number): Series[] {
    // A visitor follows one link in a turn, or a few: a list is made and searched sooner than a map.
    const all = new Map<Visit, Series[]>();
    for (const { link, request, peer } of turn) {
      const visit = this.#describe(request, peer, nowMs);
      const own = all.get(visit);
      const same = own?.find((series) => series.link === link);
      if (same !== undefined) same.count++;
      else if (own === undefined) all.set(visit, [{ link, visit, count: 1 }]);
      else own.push({ link, visit, count: 1 });
    }
    return [...all.values()].flat();
  }
}
