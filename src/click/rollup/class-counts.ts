import type { ClickClass } from '../visit/visit.js';

/** Redirects by who followed them. */
export interface ClassCounts {
  humans: number;
  bots: number;
  prefetches: number;
}

export const COUNT_OF_CLASS = {
  human: 'humans',
  bot: 'bots',
  prefetch: 'prefetches',
} as const satisfies Record<ClickClass, keyof ClassCounts>;

export function zeroCounts(): ClassCounts {
  return { humans: 0, bots: 0, prefetches: 0 };
}

export function addCount(
  sum: ClassCounts,
  { humans, bots, prefetches }: Readonly<ClassCounts>,
): void {
  sum.humans += humans;
  sum.bots += bots;
  sum.prefetches += prefetches;
}
