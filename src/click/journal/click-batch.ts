import type { EncodedVisit } from './encoded-visit.js';

/** A redirect that was served. */
export interface ServedClick {
  readonly linkId: number;
  /** Whether it was counted against `maxClicks` before it was served. */
  readonly isLimited: boolean;
  readonly visit: EncodedVisit;
}

/** All that was served in one turn of the event loop, in that order. */
export interface ClickBatch {
  /** Of an hour, since 1970-01-01, in UTC. */
  readonly quarter: number;
  readonly clicks: readonly ServedClick[];
}
