import type { Device } from './user-agent.js';

/** `human` and `bot` are clicks; a browser that prefetches may never show what it got. */
export const CLICK_CLASSES = ['human', 'bot', 'prefetch'] as const;
export type ClickClass = (typeof CLICK_CLASSES)[number];

/** What a visit by a human is broken down by. */
export const DIMENSIONS = ['referrer', 'country', 'browser', 'operatingSystem', 'device'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Who followed a link, as far as it may be remembered. What is not known is `null`. */
export interface Visit {
  readonly class: ClickClass;
  /** A hash of 48 bits, the same for the same visitor on the same day of UTC. */
  readonly visitor: number | null;
  /** The host that the visitor came from. */
  readonly referrer: string | null;
  /** Two letters of ISO 3166-1. */
  readonly country: string | null;
  readonly browser: string | null;
  readonly operatingSystem: string | null;
  readonly device: Device | null;
}

/** A visit of which nothing but its class is remembered. */
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
