import type { Invalidation } from './invalidation.entity.js';

/** What a change is about. One of them is set. */
export type Subject = Pick<Invalidation, 'linkKey' | 'leasedBelow' | 'apiKeyId'>;

const NOTHING: Subject = { linkKey: null, leasedBelow: null, apiKeyId: null };

export function ofLink(linkKey: string): Subject {
  return { ...NOTHING, linkKey };
}

export function ofKeysBelow(leasedBelow: number): Subject {
  return { ...NOTHING, leasedBelow };
}

export function ofApiKey(apiKeyId: string): Subject {
  return { ...NOTHING, apiKeyId };
}
