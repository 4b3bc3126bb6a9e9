import { In, type EntityManager } from 'typeorm';
import { ALL_LINKS, LinkClicks } from '../link-clicks.entity.js';
import { ClickDay } from '../rollup/click-day.entity.js';
import { addCount, zeroCounts, type ClassCounts } from '../rollup/class-counts.js';
import { differences, inconsistenciesIn } from './day-check.js';
import { daysByLink, totalsByLink } from './table-pages.js';

/** A place where the sums contradict each other. */
export interface Inconsistency {
  /** `ALL_LINKS`, or a link's id. */
  readonly linkId: number;
  /** Of UTC since 1970-01-01, if it is about one. */
  readonly day?: number;
  readonly detail: string;
}

/**
 * Counts anew: quarters of an hour are held against their days, days against the totals of their link,
 * and links against all links together. To be given a view of the tables that does not change meanwhile.
 */
export class StatsVerifier {
  dayCount = 0;
  linkCount = 0;
  readonly #daysOfLinks = new Map<number, ClassCounts>();
  readonly #daysOfAll = new Map<number, ClassCounts>();

  constructor(private readonly manager: EntityManager) {}

  async *run(): AsyncGenerator<Inconsistency> {
    for await (const page of daysByLink(this.manager)) yield* this.#checkDays(page);
    for (const [day, counts] of this.#daysOfAll) {
      const expected = this.#daysOfLinks.get(day) ?? zeroCounts();
      for (const detail of differences('its links', expected, counts)) {
        yield { linkId: ALL_LINKS, day, detail };
      }
    }
    yield* this.#checkTotals();
  }

  /** @param page all days of some links. */
  async *#checkDays(page: readonly ClickDay[]): AsyncGenerator<Inconsistency> {
    const sums = new Map<number, ClassCounts>();
    for (const row of page) {
      const { linkId, day } = row;
      for (const detail of inconsistenciesIn(row)) yield { linkId, day, detail };
      const counts = { humans: row.clicks - row.bots, bots: row.bots, prefetches: row.prefetches };
      sumAt(sums, linkId, counts);
      sumAt(linkId === ALL_LINKS ? this.#daysOfAll : this.#daysOfLinks, day, counts);
    }
    this.dayCount += page.length;
    yield* this.#checkSums(sums);
  }

  async *#checkSums(sums: ReadonlyMap<number, ClassCounts>): AsyncGenerator<Inconsistency> {
    const rows = await this.manager.findBy(LinkClicks, { linkId: In([...sums.keys()]) });
    const totals = new Map(rows.map((row) => [row.linkId, row]));
    for (const [linkId, expected] of sums) {
      const actual = withoutArchived(totals.get(linkId));
      for (const detail of differences('its days', expected, actual)) yield { linkId, detail };
    }
  }

  async *#checkTotals(): AsyncGenerator<Inconsistency> {
    const sum = zeroCounts();
    let all = zeroCounts();
    for await (const page of totalsByLink(this.manager)) {
      this.linkCount += page.length;
      for (const row of page) {
        if (row.linkId === ALL_LINKS) all = row;
        else addCount(sum, row);
        yield* inconsistenciesInTotal(row);
      }
      yield* this.#checkSums(await this.#withoutDays(page));
    }
    for (const detail of differences('its links', sum, all)) {
      yield { linkId: ALL_LINKS, detail };
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
    return new Map(ids.filter((id) => !withDays.has(id)).map((id) => [id, zeroCounts()]));
  }
}

function sumAt<K>(sums: Map<K, ClassCounts>, key: K, counts: ClassCounts): void {
  const sum = sums.get(key) ?? zeroCounts();
  addCount(sum, counts);
  sums.set(key, sum);
}

function withoutArchived(total: LinkClicks | undefined): ClassCounts {
  if (total === undefined) return zeroCounts();
  return {
    humans: total.humans - total.archivedHumans,
    bots: total.bots - total.archivedBots,
    prefetches: total.prefetches - total.archivedPrefetches,
  };
}

function* inconsistenciesInTotal(row: LinkClicks): Generator<Inconsistency> {
  const counted = row.humans + row.bots + row.prefetches;
  if (row.redirects >= counted || row.linkId === ALL_LINKS) return;
  yield {
    linkId: row.linkId,
    detail: `redirects is ${row.redirects}, its classes add up to ${counted}`,
  };
}
