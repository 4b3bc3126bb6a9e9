import type { EntityManager } from 'typeorm';
import { Link } from './link.entity.js';
import { stateConditions } from './state-conditions.js';

/** How many links there are; `total` is all but the deleted ones. */
export interface StateCounts {
  readonly total: number;
  readonly active: number;
  readonly disabled: number;
  readonly expired: number;
  readonly deleted: number;
}

/** Looks at each link once. */
export async function countByState(manager: EntityManager, nowMs: number): Promise<StateCounts> {
  const counted = ['active', 'disabled', 'expired'] as const;
  const conditions = stateConditions(nowMs);
  const select = manager
    .createQueryBuilder(Link, 'link')
    .select(sumOf('link.deletedAtMs IS NULL'), 'total')
    .addSelect(sumOf('link.deletedAtMs IS NOT NULL'), 'deleted');
  for (const state of counted) {
    select.addSelect(sumOf(`link.deletedAtMs IS NULL AND ${conditions[state]}`), state);
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

function sumOf(condition: string): string {
  return `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;
}
