import type { EntityManager } from 'typeorm';
import { Link } from './link.entity.js';

export const LINK_STATES = ['active', 'scheduled', 'expired', 'exhausted', 'disabled'] as const;
export type LinkState = (typeof LINK_STATES)[number];

type StateColumns = Pick<Link, 'disabled' | 'validFromMs' | 'expiresAtMs' | 'maxClicks'>;

/** `redirectCount` is the number of redirects that count towards `maxClicks`. */
export function getLinkState(link: StateColumns, redirectCount: number, nowMs: number): LinkState {
  const { disabled, validFromMs, expiresAtMs, maxClicks } = link;
  if (disabled) return 'disabled';
  if (expiresAtMs !== null && nowMs >= expiresAtMs) return 'expired';
  if (validFromMs !== null && nowMs < validFromMs) return 'scheduled';
  return maxClicks !== null && redirectCount >= maxClicks ? 'exhausted' : 'active';
}

const ENABLED = 'NOT link.disabled';
/** A scalar subquery: MySQL may turn others into joins, which lose the order of an index. */
const REDIRECT_COUNT =
  '(SELECT counted.redirects FROM link_clicks counted WHERE counted.linkId = link.id)';
const UNEXHAUSTED = `(link.maxClicks IS NULL OR link.maxClicks > COALESCE(${REDIRECT_COUNT}, 0))`;

/** The rules of `getLinkState` as SQL conditions on the table `link`. */
export function stateConditions(nowMs: number): Readonly<Record<LinkState, string>> {
  const unexpired = `(link.expiresAtMs IS NULL OR link.expiresAtMs > ${nowMs})`;
  const started = `(link.validFromMs IS NULL OR link.validFromMs <= ${nowMs})`;
  return {
    disabled: 'link.disabled',
    expired: `${ENABLED} AND NOT ${unexpired}`,
    scheduled: `${ENABLED} AND ${unexpired} AND NOT ${started}`,
    exhausted: `${ENABLED} AND ${unexpired} AND ${started} AND NOT ${UNEXHAUSTED}`,
    active: `${ENABLED} AND ${unexpired} AND ${started} AND ${UNEXHAUSTED}`,
  };
}

/** Numbers of links. `total` excludes deleted links. */
export interface StateCounts {
  readonly total: number;
  readonly active: number;
  readonly disabled: number;
  readonly expired: number;
  readonly deleted: number;
}

export async function countByState(manager: EntityManager, nowMs: number): Promise<StateCounts> {
  const countedStates = ['active', 'disabled', 'expired'] as const;
  const conditions = stateConditions(nowMs);
  const select = manager
    .createQueryBuilder(Link, 'link')
    .select(countWhere('link.deletedAtMs IS NULL'), 'total')
    .addSelect(countWhere('link.deletedAtMs IS NOT NULL'), 'deleted');
  for (const state of countedStates) {
    select.addSelect(countWhere(`link.deletedAtMs IS NULL AND ${conditions[state]}`), state);
  }
  const row = await select.getRawOne<Record<string, unknown>>();
  const count = (name: string): number => Number(row?.[name] ?? 0);
  return {
    total: count('total'),
    active: count('active'),
    disabled: count('disabled'),
    expired: count('expired'),
    deleted: count('deleted'),
  };
}

function countWhere(condition: string): string {
  return `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;
}
