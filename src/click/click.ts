import type { Visit } from './visit/visit.js';

/** Some redirects of one link in the same quarter of an hour, by visitors of whom the same is remembered. */
export interface Clicks {
  readonly linkId: number;
  /** Since 1970-01-01, in UTC. */
  readonly quarter: number;
  readonly count: number;
  /** Whether they were counted against `maxClicks` before they were served. */
  readonly isLimited: boolean;
  readonly visit: Visit;
}
