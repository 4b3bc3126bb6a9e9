import type { Link } from './link.entity.js';

export const LINK_STATES = ['active', 'scheduled', 'expired', 'exhausted', 'disabled'] as const;
export type LinkState = (typeof LINK_STATES)[number];

type Lifetime = Pick<Link, 'disabled' | 'validFromMs' | 'expiresAtMs'>;

/** `whereState` in `link-query.ts` says the same in SQL. */
export function stateOf(
  { disabled, validFromMs, expiresAtMs }: Lifetime,
  nowMs: number,
): LinkState {
  if (disabled) return 'disabled';
  if (expiresAtMs !== null && nowMs >= expiresAtMs) return 'expired';
  if (validFromMs !== null && nowMs < validFromMs) return 'scheduled';
  return 'active';
}
