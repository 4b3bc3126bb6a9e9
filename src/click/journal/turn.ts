import type { VisitNote } from './visit-note.js';

/** A redirect that was served. */
export interface ServedClick {
  readonly linkId: number;
  /** Whether it was counted against `maxClicks` before it was served. */
  readonly isLimited: boolean;
  readonly visit: VisitNote;
}

/** All that was served in one turn of the event loop, in that order. */
export interface Turn {
  /** Of an hour, since 1970-01-01, in UTC. */
  readonly quarter: number;
  readonly clicks: readonly ServedClick[];
}
