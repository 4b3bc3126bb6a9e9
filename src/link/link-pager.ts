import sql, { raw, type Sql } from 'sql-template-tag';
import type { Database } from '../platform/database/database.js';
import { queryRows } from '../platform/database/query-rows.js';
import type { LinkQuery, ListIndex, ListSection, PagePosition } from './link-query.js';
import { allOf, rangeCondition, remainingConditions } from './list-conditions.js';
import { selectSections } from './list-sections.js';

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
  /** Exclusive; `undefined` for the start of the section. */
  readonly after: PagePosition | undefined;
  /** Inclusive; `undefined` for the end of the section. */
  readonly end: PagePosition | undefined;
}

/** Finds the links of a page by scanning bounded parts of indexes in list order. */
export class LinkPager {
  readonly #isExhausted: (count: number) => boolean;
  readonly #positions: PagePosition[] = [];

  /** For one page. */
  constructor(
    private readonly database: Database,
    private readonly query: LinkQuery,
    private readonly budget: ScanBudget = SCAN_BUDGET,
  ) {
    this.#isExhausted = startBudget(budget);
  }

  /** A page with fewer links than its limit is not necessarily the last. */
  async page(): Promise<Page> {
    const { limit } = this.query;
    let { after } = this.query;
    for (const section of selectSections(this.query, this.database.dialect)) {
      const end = await this.#scan(section, after);
      if (this.#positions.length > limit) {
        const positions = this.#positions.slice(0, limit);
        return { positions, next: positions.at(-1) ?? null };
      }
      if (end !== undefined) return { positions: this.#positions, next: end };
      after = undefined;
    }
    return { positions: this.#positions, next: null };
  }

  /** @returns the last position that was scanned, or `undefined` at the end of the section. */
  async #scan(
    section: ListSection,
    start: PagePosition | undefined,
  ): Promise<PagePosition | undefined> {
    const { firstCount, nextCount } = this.budget;
    let { indexes } = section;
    let after = start;
    for (let count = firstCount; ; count = nextCount) {
      const ranges = await this.#nextRanges({ ...section, indexes }, after, count);
      // One more than the limit shows whether there is a next page.
      const missing = this.query.limit + 1 - this.#positions.length;
      this.#positions.push(...(await this.#find(section, ranges, missing)));
      after = ranges[0]?.end;
      if (after === undefined || this.#positions.length > this.query.limit) return after;
      if (this.#isExhausted(count * ranges.length)) return after;
      indexes = ranges.map(({ index }) => index);
    }
  }

  /**
   * Returns the range of `count` entries of the index that reaches farthest into the list. Of a union, returns
   * ranges with at most `count` entries each, which have the same end.
   */
  async #nextRanges(
    section: ListSection,
    after: PagePosition | undefined,
    count: number,
  ): Promise<IndexRange[]> {
    const ranges: IndexRange[] = [];
    // Sequential, so that one page does not occupy all connections of the instance.
    for (const index of section.indexes) {
      const unbounded: IndexRange = { index, after, end: undefined };
      const [end] = await this.#select(section, unbounded, raw(`LIMIT 1 OFFSET ${count - 1}`));
      ranges.push({ ...unbounded, end });
      // This range reaches the end of the list; no other can be longer.
      if (end === undefined && !section.isUnion) break;
    }
    const isLonger = (one: IndexRange, other: IndexRange): boolean => reaches(section, one, other);
    if (!section.isUnion) {
      return [ranges.reduce((longest, range) => (isLonger(range, longest) ? range : longest))];
    }
    const { end } = ranges.reduce((shortest, range) =>
      isLonger(shortest, range) ? range : shortest,
    );
    return ranges.map((range) => ({ ...range, end }));
  }

  async #find(
    section: ListSection,
    ranges: readonly IndexRange[],
    limit: number,
  ): Promise<PagePosition[]> {
    const found = new Map<number, PagePosition>();
    for (const range of ranges) {
      const conditions = remainingConditions(section, range.index, this.query);
      const positions = await this.#select(section, range, raw(`LIMIT ${limit}`), conditions);
      for (const position of positions) found.set(position.id, position);
    }
    if (ranges.length === 1) return [...found.values()];
    const sorted = [...found.values()].sort((one, other) => comparePositions(section, one, other));
    return sorted.slice(0, limit);
  }

  async #select(
    section: ListSection,
    { index, after, end }: IndexRange,
    limit: Sql,
    ...conditions: readonly Sql[]
  ): Promise<PagePosition[]> {
    const { table, value, id } = index;
    const where = allOf([index.where, rangeCondition(index, section, after, end), ...conditions]);
    const direction = section.isAscending ? sql`ASC` : sql`DESC`;
    const order = sql`ORDER BY ${value} ${direction}, ${id} ${direction}`;
    const columns = sql`${value} AS value, ${id} AS id`;
    const statement = sql`SELECT ${columns} FROM ${table} WHERE ${where} ${order} ${limit}`;
    const rows = await this.database.read((manager) =>
      queryRows<Pick<PagePosition, 'value' | 'id'>>(manager, statement),
    );
    return rows.map((row) => ({ section: section.name, value: row.value, id: row.id }));
  }
}

function startBudget(budget: ScanBudget): (count: number) => boolean {
  const startedAtMs = budget.now();
  let total = 0;
  return (count) => {
    total += count;
    return total >= budget.minCount && budget.now() - startedAtMs >= budget.maxMs;
  };
}

/** Whether the first range ends later in the list than the other. */
function reaches(section: ListSection, { end }: IndexRange, other: IndexRange): boolean {
  if (end === undefined || other.end === undefined) return other.end !== undefined;
  return comparePositions(section, end, other.end) > 0;
}

function comparePositions(
  { isAscending }: ListSection,
  one: PagePosition,
  other: PagePosition,
): number {
  const difference = one.value - other.value || one.id - other.id;
  return isAscending ? difference : -difference;
}
