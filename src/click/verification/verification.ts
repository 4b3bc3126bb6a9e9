import { In, type EntityManager } from 'typeorm';
import { ALL_LINKS, LinkClicks } from '../../link/link-clicks.entity.js';
import { ClickDay } from '../roll-up/click-day.entity.js';
import { addTo, noCounts, type ClassCounts } from '../roll-up/class-counts.js';
import { differences, objectionsTo } from './day-check.js';
import { daysByLink, totalsByLink } from './table-pages.js';

/** A place where the sums contradict each other. */
export interface Disagreement {
  /** `ALL_LINKS`, or a link's id. */
  readonly linkId: number;
  /** Of UTC since 1970-01-01, if it is about one. */
  readonly day?: number;
  readonly objection: string;
}

/**
 * Counts anew: quarters of an hour are held against their days, days against the totals of their link,
 * and links against all links together. To be given a view of the tables that does not change meanwhile.
 */
export class Verification {
  dayCount = 0;
  linkCount = 0;
  readonly #daysOfLinks = new Map<number, ClassCounts>();
  readonly #daysOfAll = new Map<number, ClassCounts>();

  constructor(private readonly manager: EntityManager) {}

  async *run(): AsyncGenerator<Disagreement> {
    for await (const page of daysByLink(this.manager)) yield* this.#checkDays(page);
    for (const [day, counts] of this.#daysOfAll) {
      const expected = this.#daysOfLinks.get(day) ?? noCounts();
      for (const objection of differences('its links', expected, counts)) {
        yield { linkId: ALL_LINKS, day, objection };
      }
    }
    yield* this.#checkTotals();
  }

  /** @param page all days of some links. */
  async *#checkDays(page: readonly ClickDay[]): AsyncGenerator<Disagreement> {
    const sums = new Map<number, ClassCounts>();
    for (const row of page) {
      const { linkId, day } = row;
      for (const objection of objectionsTo(row)) yield { linkId, day, objection };
      const counts = { humans: row.clicks - row.bots, bots: row.bots, prefetches: row.prefetches };
      sumAt(sums, linkId, counts);
      sumAt(linkId === ALL_LINKS ? this.#daysOfAll : this.#daysOfLinks, day, counts);
    }
    this.dayCount += page.length;
    yield* this.#checkSums(sums);
  }

  async *#checkSums(sums: ReadonlyMap<number, ClassCounts>): AsyncGenerator<Disagreement> {
    const rows = await this.manager.findBy(LinkClicks, { linkId: In([...sums.keys()]) });
    const totals = new Map(rows.map((row) => [row.linkId, row]));
    for (const [linkId, expected] of sums) {
      const actual = unretired(totals.get(linkId));
      for (const objection of differences('its days', expected, actual))
        yield { linkId, objection };
    }
  }

  async *#checkTotals(): AsyncGenerator<Disagreement> {
    const sum = noCounts();
    let all = noCounts();
    for await (const page of totalsByLink(this.manager)) {
      this.linkCount += page.length;
      for (const row of page) {
        if (row.linkId === ALL_LINKS) all = row;
        else addTo(sum, row);
        yield* objectionsToTotal(row);
      }
      yield* this.#checkSums(await this.#withoutDays(page));
    }
    for (const objection of differences('its links', sum, all)) {
      yield { linkId: ALL_LINKS, objection };
    }
  }

  /** Links that have a total but no days; if they have, that was looked at before. */
  async #withoutDays(page: readonly LinkClicks[]): Promise<Map<number, ClassCounts>> {
    const ids = page.map(({ linkId }) => linkId);
    const found = await this.manager
      .createQueryBuilder(ClickDay, 'day')
      .select('DISTINCT day.linkId', 'linkId')
      .where({ linkId: In(ids) })
      .getRawMany<{ linkId: number }>();
    const withDays = new Set(found.map(({ linkId }) => linkId));
    return new Map(ids.filter((id) => !withDays.has(id)).map((id) => [id, noCounts()]));
  }
}

function sumAt<K>(sums: Map<K, ClassCounts>, key: K, counts: ClassCounts): void {
  const sum = sums.get(key) ?? noCounts();
  addTo(sum, counts);
  sums.set(key, sum);
}

function unretired(total: LinkClicks | undefined): ClassCounts {
  if (total === undefined) return noCounts();
  return {
    humans: total.humans - total.retiredHumans,
    bots: total.bots - total.retiredBots,
    prefetches: total.prefetches - total.retiredPrefetches,
  };
}

function* objectionsToTotal(row: LinkClicks): Generator<Disagreement> {
  const counted = row.humans + row.bots + row.prefetches;
  if (row.served >= counted || row.linkId === ALL_LINKS) return;
  yield {
    linkId: row.linkId,
    objection: `served is ${row.served}, its classes add up to ${counted}`,
  };
}
