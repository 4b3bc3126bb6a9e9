import sql, { raw, type Sql } from 'sql-template-tag';
import type { Database } from '../platform/database/database.js';
import { queryRows } from '../platform/database/query-rows.js';
import {
  allOf,
  rangeCondition,
  remainingConditions,
  selectIndexes,
  type LinkQuery,
  type ListIndex,
  type PagePosition,
} from './link-query.js';

export interface ScanBudget {
  /** Size of the first range. Enough for most pages. */
  readonly firstCount: number;
  readonly nextCount: number;
  /** Scanned regardless of time, so that lists of up to this many links always have full pages. */
  readonly minCount: number;
  readonly maxMs: number;
  now(): number;
}

/** A text search of 5000 links takes about 20 ms. Indexed filters scan several times as many. */
const SCAN_BUDGET: ScanBudget = {
  firstCount: 1_000,
  nextCount: 4_000,
  minCount: 5_000,
  maxMs: 15,
  now: () => performance.now(),
};

interface Page {
  /** In list order. */
  readonly positions: readonly PagePosition[];
  readonly next: PagePosition | null;
}

interface IndexRange {
  readonly index: ListIndex;
  /** Exclusive; `undefined` for the start of the list. */
  readonly after: PagePosition | undefined;
  /** Inclusive; `undefined` for the end of the list. */
  readonly end: PagePosition | undefined;
}

/** Finds the links of a page by scanning a bounded part of an index in list order. */
export class LinkPager {
  readonly #direction: Sql;

  constructor(
    private readonly database: Database,
    private readonly query: LinkQuery,
    private readonly budget: ScanBudget = SCAN_BUDGET,
  ) {
    this.#direction = query.order === 'createdAt' ? sql`ASC` : sql`DESC`;
  }

  /** A page with fewer links than its limit is not necessarily the last. */
  async page(): Promise<Page> {
    const { limit } = this.query;
    const { firstCount, nextCount } = this.budget;
    const isExhausted = this.#startBudget();
    const positions: PagePosition[] = [];
    let indexes = selectIndexes(this.query, this.database.dialect);
    let after = this.query.after;
    for (let count = firstCount; ; count = nextCount) {
      const range = await this.#longestRange(indexes, after, count);
      // One more than the limit shows whether there is a next page.
      positions.push(...(await this.#find(range, limit + 1 - positions.length)));
      if (positions.length > limit) {
        const page = positions.slice(0, limit);
        return { positions: page, next: page.at(-1) ?? null };
      }
      if (range.end === undefined) return { positions, next: null };
      if (isExhausted(count)) return { positions, next: range.end };
      indexes = [range.index];
      after = range.end;
    }
  }

  #startBudget(): (count: number) => boolean {
    const { budget } = this;
    const startedAtMs = budget.now();
    let total = 0;
    return (count) => {
      total += count;
      return total >= budget.minCount && budget.now() - startedAtMs >= budget.maxMs;
    };
  }

  /** Of the ranges of `count` entries, returns the one that reaches farthest into the list. */
  async #longestRange(
    indexes: readonly ListIndex[],
    after: PagePosition | undefined,
    count: number,
  ): Promise<IndexRange> {
    const ranges: IndexRange[] = [];
    // Sequential, so that one page does not occupy all connections of the instance.
    for (const index of indexes) {
      const unbounded: IndexRange = { index, after, end: undefined };
      const [end] = await this.#select(unbounded, raw(`LIMIT 1 OFFSET ${count - 1}`));
      ranges.push({ ...unbounded, end });
      // This range reaches the end of the list; no other can be longer.
      if (end === undefined) break;
    }
    return ranges.reduce((longest, range) => (this.#isLonger(range, longest) ? range : longest));
  }

  #isLonger({ end }: IndexRange, { end: longest }: IndexRange): boolean {
    if (end === undefined || longest === undefined) return longest !== undefined;
    const difference = end.createdAtMs - longest.createdAtMs || end.id - longest.id;
    return this.query.order === 'createdAt' ? difference > 0 : difference < 0;
  }

  #find(range: IndexRange, limit: number): Promise<PagePosition[]> {
    const conditions = remainingConditions(range.index, this.query);
    return this.#select(range, raw(`LIMIT ${limit}`), conditions);
  }

  async #select(
    { index, after, end }: IndexRange,
    limit: Sql,
    ...conditions: readonly Sql[]
  ): Promise<PagePosition[]> {
    const { table, createdAtMs, id } = index;
    const where = allOf([
      index.where,
      rangeCondition(index, this.query, after, end),
      ...conditions,
    ]);
    const order = sql`ORDER BY ${createdAtMs} ${this.#direction}, ${id} ${this.#direction}`;
    const columns = sql`${createdAtMs} AS createdAtMs, ${id} AS id`;
    const statement = sql`SELECT ${columns} FROM ${table} WHERE ${where} ${order} ${limit}`;
    return this.database.read((manager) => queryRows<PagePosition>(manager, statement));
  }
}
