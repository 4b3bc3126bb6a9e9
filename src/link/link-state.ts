import type { Link } from './link.entity.js';

export const LINK_STATES = ['active', 'scheduled', 'expired', 'exhausted', 'disabled'] as const;
export type LinkState = (typeof LINK_STATES)[number];

type Lifetime = Pick<Link, 'disabled' | 'validFromMs' | 'expiresAtMs' | 'maxClicks'>;

/**
 * `stateConditions` in `state-conditions.ts` says the same in SQL.
 * @param served how many redirects count against the limit.
 */
export function stateOf(link: Lifetime, served: number, nowMs: number): LinkState {
  const { disabled, validFromMs, expiresAtMs, maxClicks } = link;
  if (disabled) return 'disabled';
  if (expiresAtMs !== null && nowMs >= expiresAtMs) return 'expired';
  if (validFromMs !== null && nowMs < validFromMs) return 'scheduled';
  return maxClicks !== null && served >= maxClicks ? 'exhausted' : 'active';
}
