import type { EntityManager } from 'typeorm';
import type { Clicks } from '../../src/click/click.js';
import { QUARTERS_PER_DAY } from '../../src/click/day.js';
import { ClickAggregate } from '../../src/click/rollup/click-aggregate.js';
import { StatsVerifier, type Inconsistency } from '../../src/click/verification/stats-verifier.js';
import { anonymousVisit, type Visit } from '../../src/click/visit/visit.js';

/** Some day of UTC. */
export const DAY = 20_000;

interface SomeClicks extends Partial<Omit<Clicks, 'visit'>> {
  readonly day?: number;
  readonly visit?: Partial<Visit>;
}

/** One click by a human on link 1 in the first quarter of the day, for all that is not said otherwise. */
export function tallyOf(...all: readonly SomeClicks[]): ClickAggregate {
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

/** Where the sums contradict each other. Nobody is to write meanwhile. */
export async function disagreementsIn(manager: EntityManager): Promise<Inconsistency[]> {
  const found: Inconsistency[] = [];
  for await (const disagreement of new StatsVerifier(manager).run()) found.push(disagreement);
  return found;
}
