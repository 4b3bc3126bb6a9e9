import { In, MoreThan, type EntityManager } from 'typeorm';
import { ALL_LINKS, LinkClicks } from './link-clicks.entity.js';
import { Breakdown } from './rollup/breakdown.js';
import { ClickDay } from './rollup/click-day.entity.js';
import { addCount, QuarterHours, zeroCounts, type ClassCounts } from './rollup/quarter-hours.js';
import { VisitorSketch } from './rollup/visitor-sketch.js';
import { DIMENSIONS } from './visit/visit.js';

const PAGE_SIZE = 1_000;

/** A sum that differs from the sum of its parts. */
export interface Inconsistency {
  /** The id of a link, or `ALL_LINKS`. */
  readonly linkId: number;
  /** UTC days since 1970-01-01, for a sum of a day. */
  readonly day?: number;
  readonly detail: string;
}

/** Recomputes sums of clicks from their parts. The manager must read from one consistent snapshot. */
export class StatsVerifier {
  dayCount = 0;
  linkCount = 0;
  readonly #daySums = new Map<number, ClassCounts>();
  readonly #allLinksDays = new Map<number, ClassCounts>();

  constructor(private readonly manager: EntityManager) {}

  async *run(): AsyncGenerator<Inconsistency> {
    for await (const page of readDays(this.manager)) yield* this.#checkDays(page);
    for (const [day, counts] of this.#allLinksDays) {
      const expected = this.#daySums.get(day) ?? zeroCounts();
      for (const detail of compareCounts('links', expected, counts)) {
        yield { linkId: ALL_LINKS, day, detail };
      }
    }
    yield* this.#checkTotals();
  }

  /** @param page has all days of each of its links. */
  async *#checkDays(page: readonly ClickDay[]): AsyncGenerator<Inconsistency> {
    const sums = new Map<number, ClassCounts>();
    for (const row of page) {
      const { linkId, day } = row;
      for (const detail of checkDay(row)) yield { linkId, day, detail };
      const counts = { humans: row.clicks - row.bots, bots: row.bots, prefetches: row.prefetches };
      addAt(sums, linkId, counts);
      addAt(linkId === ALL_LINKS ? this.#allLinksDays : this.#daySums, day, counts);
    }
    this.dayCount += page.length;
    yield* this.#checkSums(sums);
  }

  async *#checkSums(sums: ReadonlyMap<number, ClassCounts>): AsyncGenerator<Inconsistency> {
    const rows = await this.manager.findBy(LinkClicks, { linkId: In([...sums.keys()]) });
    const totals = new Map(rows.map((row) => [row.linkId, row]));
    for (const [linkId, expected] of sums) {
      const actual = subtractArchived(totals.get(linkId));
      for (const detail of compareCounts('days', expected, actual)) yield { linkId, detail };
    }
  }

  async *#checkTotals(): AsyncGenerator<Inconsistency> {
    const sum = zeroCounts();
    let allLinks = zeroCounts();
    for await (const page of readTotals(this.manager)) {
      this.linkCount += page.length;
      for (const row of page) {
        if (row.linkId === ALL_LINKS) allLinks = row;
        else addCount(sum, row);
        yield* checkTotal(row);
      }
      yield* this.#checkSums(await this.#findWithoutDays(page));
    }
    for (const detail of compareCounts('links', sum, allLinks)) {
      yield { linkId: ALL_LINKS, detail };
    }
  }

  /** Finds links that have a total but no days. `#checkDays` has checked the others. */
  async #findWithoutDays(page: readonly LinkClicks[]): Promise<Map<number, ClassCounts>> {
    const ids = page.map(({ linkId }) => linkId);
    const rows = await this.manager
      .createQueryBuilder(ClickDay, 'day')
      .select('DISTINCT day.linkId', 'linkId')
      .where({ linkId: In(ids) })
      .getRawMany<{ linkId: number }>();
    const withDays = new Set(rows.map(({ linkId }) => linkId));
    return new Map(ids.filter((id) => !withDays.has(id)).map((id) => [id, zeroCounts()]));
  }
}

function addAt<K>(sums: Map<K, ClassCounts>, key: K, counts: ClassCounts): void {
  const sum = sums.get(key) ?? zeroCounts();
  addCount(sum, counts);
  sums.set(key, sum);
}

function subtractArchived(total: LinkClicks | undefined): ClassCounts {
  if (total === undefined) return zeroCounts();
  return {
    humans: total.humans - total.archivedHumans,
    bots: total.bots - total.archivedBots,
    prefetches: total.prefetches - total.archivedPrefetches,
  };
}

function* checkTotal(row: LinkClicks): Generator<Inconsistency> {
  const counted = row.humans + row.bots + row.prefetches;
  if (row.redirects >= counted || row.linkId === ALL_LINKS) return;
  yield {
    linkId: row.linkId,
    detail: `redirects is ${row.redirects}, the sum of classes is ${counted}`,
  };
}

function checkDay(day: ClickDay): string[] {
  const { humans, bots, prefetches } = QuarterHours.parse(day.quarterHours).total();
  const breakdown = Breakdown.parse(day.breakdown);
  const sketch = VisitorSketch.parse(day.sketch);
  return [
    ...compareCounts('quarterHours', { clicks: humans + bots, bots, prefetches }, day),
    ...DIMENSIONS.flatMap((dimension) => {
      const total = breakdown.total(dimension);
      return total === humans
        ? []
        : [`${dimension} has ${total} clicks, quarterHours has ${humans} by humans`];
    }),
    ...(sketch.count === day.visitors
      ? []
      : [`visitors is ${day.visitors}, sketch has ${sketch.count}`]),
  ];
}

function compareCounts<K extends string>(
  source: string,
  expected: Readonly<Record<K, number>>,
  actual: NoInfer<Readonly<Record<K, number>>>,
): string[] {
  return (Object.keys(expected) as K[])
    .filter((name) => expected[name] !== actual[name])
    .map((name) => `${name} is ${actual[name]}, the sum of ${source} is ${expected[name]}`);
}

/** Reads all rows in pages. All days of a link are on one page. */
async function* readDays(manager: EntityManager): AsyncGenerator<ClickDay[]> {
  let carried: ClickDay[] = [];
  for (;;) {
    const last = carried.at(-1);
    const select = manager
      .createQueryBuilder(ClickDay, 'row')
      .orderBy('row.linkId')
      .addOrderBy('row.day');
    if (last !== undefined) {
      select.where('row.linkId >= :linkId AND (row.linkId > :linkId OR row.day > :day)', last);
    }
    const page = [...carried, ...(await select.limit(PAGE_SIZE).getMany())];
    if (page.length === carried.length) break;
    const lastId = page.at(-1)?.linkId;
    carried = page.filter(({ linkId }) => linkId === lastId);
    yield page.filter(({ linkId }) => linkId !== lastId);
  }
  yield carried;
}

async function* readTotals(manager: EntityManager): AsyncGenerator<LinkClicks[]> {
  let linkId = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const page = await manager.find(LinkClicks, {
      where: { linkId: MoreThan(linkId) },
      order: { linkId: 'ASC' },
      take: PAGE_SIZE,
    });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    ({ linkId } = last);
  }
}
