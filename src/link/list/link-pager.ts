import type { Database } from '../../platform/database/database.js';
import { allOf, type Sql } from '../../platform/database/sql.js';
import type { LinkQuery, PagePosition } from './link-query.js';
import { between, remainingConditions } from './list-conditions.js';
import { indexesFor, type ListIndex } from './list-index.js';

/** How many links a page looks at until it is full. */
export interface ScanBudget {
  /** At first: enough for most pages. */
  readonly firstCount: number;
  /** And then, again and again. */
  readonly nextCount: number;
  /** However long that takes: whoever has no more links than that always gets full pages. */
  readonly leastCount: number;
  /** No more are looked at when this much time has gone by. */
  readonly enoughMs: number;
  /** In milliseconds, from any beginning. */
  now(): number;
}

/** Five thousand texts are searched in some 20 ms; where the index alone tells, it is a few times as many. */
const SCAN_BUDGET: ScanBudget = {
  firstCount: 1_000,
  nextCount: 4_000,
  leastCount: 5_000,
  enoughMs: 15,
  now: () => performance.now(),
};

interface Page {
  /** In the order of the list. */
  readonly positions: readonly PagePosition[];
  /** `null` on the last page. */
  readonly next: PagePosition | null;
}

/** A part of what a source leads to. */
interface IndexRange {
  readonly source: ListIndex;
  readonly after: PagePosition | undefined;
  /** Included; `undefined` for the end of the list. */
  readonly end: PagePosition | undefined;
}

/** Finds the links of a page by reading an index in the order of the list, and only a part of it. */
export class LinkPager {
  readonly #direction: 'ASC' | 'DESC';

  constructor(
    private readonly database: Database,
    private readonly query: LinkQuery,
    private readonly pace: ScanBudget = SCAN_BUDGET,
  ) {
    this.#direction = query.order === 'createdAt' ? 'ASC' : 'DESC';
  }

  /** A page with fewer links than its limit need not be the last. */
  async page(): Promise<Page> {
    const { limit } = this.query;
    const { firstCount, nextCount } = this.pace;
    const isEnough = this.#startPacing();
    const positions: PagePosition[] = [];
    let sources = indexesFor(this.query, this.database.dialect);
    let after = this.query.after;
    for (let count = firstCount; ; count = nextCount) {
      const stretch = await this.#longestStretch(sources, after, count);
      // One more than asked for tells whether there is a next page.
      positions.push(...(await this.#find(stretch, limit + 1 - positions.length)));
      if (positions.length > limit)
        return { positions: positions.slice(0, limit), next: lastOf(positions) };
      if (stretch.end === undefined) return { positions, next: null };
      if (isEnough(count)) return { positions, next: stretch.end };
      sources = [stretch.source];
      after = stretch.end;
    }
  }

  /** Is to be told how many links were looked at each time. */
  #startPacing(): (count: number) => boolean {
    const { pace } = this;
    const beganMs = pace.now();
    let total = 0;
    return (count) => {
      total += count;
      return total >= pace.leastCount && pace.now() - beganMs >= pace.enoughMs;
    };
  }

  /** Of stretches with this many links each, the one that gets farthest in the list. */
  async #longestStretch(
    sources: readonly ListIndex[],
    after: PagePosition | undefined,
    count: number,
  ): Promise<IndexRange> {
    const stretches: IndexRange[] = [];
    // One after the other: a page should not take all connections of the instance.
    for (const source of sources) {
      const whole: IndexRange = { source, after, end: undefined };
      const [end] = await this.#select(whole, `LIMIT 1 OFFSET ${count - 1}`);
      stretches.push({ ...whole, end });
      // Nothing gets farther than to the end of the list.
      if (end === undefined) break;
    }
    return stretches.reduce((longest, other) => (this.#isLonger(other, longest) ? other : longest));
  }

  #isLonger({ end }: IndexRange, { end: longest }: IndexRange): boolean {
    if (end === undefined || longest === undefined) return longest !== undefined;
    const difference = end.createdAtMs - longest.createdAtMs || end.id - longest.id;
    return this.#direction === 'ASC' ? difference > 0 : difference < 0;
  }

  #find(stretch: IndexRange, limit: number): Promise<PagePosition[]> {
    const conditions = remainingConditions(stretch.source, this.query);
    return this.#select(stretch, `LIMIT ${limit}`, conditions);
  }

  async #select(
    { source, after, end }: IndexRange,
    limit: string,
    ...conditions: readonly Sql[]
  ): Promise<PagePosition[]> {
    const { table, createdAtMs, id } = source;
    const { text, values } = allOf([
      source.where,
      between(source, this.query, after, end),
      ...conditions,
    ]);
    const order = `${createdAtMs} ${this.#direction}, ${id} ${this.#direction}`;
    const statement =
      `SELECT ${createdAtMs} AS createdAtMs, ${id} AS id FROM ${table} ` +
      `WHERE ${text} ORDER BY ${order} ${limit}`;
    return this.database.read((manager) => manager.query<PagePosition[]>(statement, [...values]));
  }
}

/** Of a page, behind which there is one link more. */
function lastOf(places: readonly PagePosition[]): PagePosition | null {
  return places.at(-2) ?? null;
}
