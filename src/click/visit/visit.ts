import type { Device } from './user-agent.js';

/** `human` and `bot` are clicks. A browser that prefetches may never show the page. */
export const CLICK_CLASSES = ['human', 'bot', 'prefetch'] as const;
export type ClickClass = (typeof CLICK_CLASSES)[number];

/** Human visits are broken down by these. */
export const DIMENSIONS = ['referrer', 'country', 'browser', 'operatingSystem', 'device'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The facts about a visitor that may be stored. Unknown ones are `null`. */
export interface Visit {
  readonly class: ClickClass;
  /** A hash of 48 bits, the same for the same visitor on one UTC day. */
  readonly visitor: number | null;
  readonly referrer: string | null;
  /** An ISO 3166-1 alpha-2 code. */
  readonly country: string | null;
  readonly browser: string | null;
  readonly operatingSystem: string | null;
  readonly device: Device | null;
}

export function anonymousVisit(clickClass: ClickClass): Visit {
  return {
    class: clickClass,
    visitor: null,
    referrer: null,
    country: null,
    browser: null,
    operatingSystem: null,
    device: null,
  };
}

/** Clicks on one link in one quarter hour by equal visits. */
export interface Clicks {
  readonly linkId: number;
  readonly quarter: number;
  readonly count: number;
  /** Whether the clicks were counted against `maxClicks` before they were served. */
  readonly isLimited: boolean;
  readonly visit: Visit;
}
