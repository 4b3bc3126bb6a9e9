import type { EntityManager } from 'typeorm';

import { QUARTERS_PER_DAY } from '../../src/click/day.js';
import { ClickAggregate } from '../../src/click/rollup/click-aggregate.js';
import { StatsVerifier, type Inconsistency } from '../../src/click/stats-verifier.js';
import { anonymousVisit, type Clicks, type Visit } from '../../src/click/visit/visit.js';

/** A UTC day. */
export const DAY = 20_000;

interface ClicksInput extends Partial<Omit<Clicks, 'visit'>> {
  readonly day?: number;
  readonly visit?: Partial<Visit>;
}

/** The default is one click by a human on link 1 in the first quarter hour of `DAY`. */
export function aggregateClicks(...inputs: readonly ClicksInput[]): ClickAggregate {
  const aggregate = new ClickAggregate();
  for (const { day = DAY, quarter = 0, visit, ...rest } of inputs) {
    aggregate.add({
      linkId: 1,
      count: 1,
      isLimited: false,
      ...rest,
      quarter: day * QUARTERS_PER_DAY + quarter,
      visit: { ...anonymousVisit('human'), ...visit },
    });
  }
  return aggregate;
}

/** Compares all sums. No clicks may be written at the same time. */
export async function findInconsistencies(manager: EntityManager): Promise<Inconsistency[]> {
  const inconsistencies: Inconsistency[] = [];
  for await (const found of new StatsVerifier(manager).run()) inconsistencies.push(found);
  return inconsistencies;
}
