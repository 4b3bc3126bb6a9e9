import type { Invalidation } from './invalidation.entity.js';

/** What a change is about. One of them is set. */
export type InvalidationTarget = Pick<Invalidation, 'linkKey' | 'reservedBelow' | 'apiKeyId'>;

const NOTHING: InvalidationTarget = { linkKey: null, reservedBelow: null, apiKeyId: null };

export function linkTarget(linkKey: string): InvalidationTarget {
  return { ...NOTHING, linkKey };
}

export function reservedIdsTarget(reservedBelow: number): InvalidationTarget {
  return { ...NOTHING, reservedBelow };
}

export function apiKeyTarget(apiKeyId: string): InvalidationTarget {
  return { ...NOTHING, apiKeyId };
}
