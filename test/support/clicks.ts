import type { EntityManager } from 'typeorm';

import { QUARTERS_PER_DAY } from '../../src/click/day.js';
import { ClickAggregate } from '../../src/click/rollup/click-aggregate.js';
import { StatsVerifier, type Inconsistency } from '../../src/click/stats-verifier.js';
import { anonymousVisit, type Clicks, type Visit } from '../../src/click/visit/visit.js';

/** A UTC day. */
export const DAY = 20_000;

interface SomeClicks extends Partial<Omit<Clicks, 'visit'>> {
  readonly day?: number;
  readonly visit?: Partial<Visit>;
}

/** By default, each entry is one human click on link 1 in the first quarter of the day. */
export function aggregateClicks(...all: readonly SomeClicks[]): ClickAggregate {
  const aggregate = new ClickAggregate();
  for (const { day = DAY, quarter = 0, visit, ...rest } of all) {
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

/** Requires that nothing writes to the roll-ups meanwhile. */
export async function findInconsistencies(manager: EntityManager): Promise<Inconsistency[]> {
  const found: Inconsistency[] = [];
  for await (const each of new StatsVerifier(manager).run()) found.push(each);
  return found;
}
