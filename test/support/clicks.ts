import type { EntityManager } from 'typeorm';
import type { Clicks } from '../../src/click/click.js';
import { QUARTERS_PER_DAY } from '../../src/click/day.js';
import { Tally } from '../../src/click/roll-up/tally.js';
import { Verification, type Disagreement } from '../../src/click/verification/verification.js';
import { bareVisit, type Visit } from '../../src/click/visit/visit.js';

/** Some day of UTC. */
export const DAY = 20_000;

interface SomeClicks extends Partial<Omit<Clicks, 'visit'>> {
  readonly day?: number;
  readonly visit?: Partial<Visit>;
}

/** One click by a human on link 1 in the first quarter of the day, for all that is not said otherwise. */
export function tallyOf(...all: readonly SomeClicks[]): Tally {
  const tally = new Tally();
  for (const { day = DAY, quarter = 0, visit, ...rest } of all) {
    tally.add({
      linkId: 1,
      count: 1,
      isLimited: false,
      ...rest,
      quarter: day * QUARTERS_PER_DAY + quarter,
      visit: { ...bareVisit('human'), ...visit },
    });
  }
  return tally;
}

/** Where the sums contradict each other. Nobody is to write meanwhile. */
export async function disagreementsIn(manager: EntityManager): Promise<Disagreement[]> {
  const found: Disagreement[] = [];
  for await (const disagreement of new Verification(manager).run()) found.push(disagreement);
  return found;
}
