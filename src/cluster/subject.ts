import type { Invalidation } from './invalidation.entity.js';

/** What a change is about. One of both is set. */
export type Subject = Pick<Invalidation, 'linkKey' | 'leasedBelow'>;

export function ofLink(linkKey: string): Subject {
  return { linkKey, leasedBelow: null };
}

export function ofKeysBelow(leasedBelow: number): Subject {
  return { linkKey: null, leasedBelow };
}
