import { DIMENSIONS, type Dimension, type Visit } from '../visit/visit.js';

/** A day of a link has at most this many values in a dimension. */
const MAX_VALUES = 200;
/** If a day has more, this many of the most frequent values stay and the rest becomes `other`. */
const KEPT_VALUES = 150;
const OTHER = 'other';
/** Stands for an unknown value. No known value is empty. */
const UNKNOWN = '';

export interface ValueCount {
  readonly value: string | null;
  readonly clicks: number;
}

type Counts = Map<string, number>;

/** Counts clicks by humans in each dimension. A click with an unknown value is counted too. */
export class Breakdown {
  readonly #counts: Readonly<Record<Dimension, Counts>> = {
    referrer: new Map(),
    country: new Map(),
    browser: new Map(),
    operatingSystem: new Map(),
    device: new Map(),
  };

  /** @param text from `toString`; empty for no clicks. */
  static parse(text: string): Breakdown {
    const breakdown = new Breakdown();
    breakdown.mergeText(text);
    return breakdown;
  }

  mergeText(text: string): void {
    if (text === '') return;
    const parsed = JSON.parse(text) as Partial<Record<Dimension, Record<string, number>>>;
    for (const dimension of DIMENSIONS) {
      for (const [value, clicks] of Object.entries(parsed[dimension] ?? {})) {
        add(this.#counts[dimension], value, clicks);
      }
    }
  }

  count(visit: Visit, clicks: number): void {
    for (const dimension of DIMENSIONS) {
      add(this.#counts[dimension], visit[dimension] ?? UNKNOWN, clicks);
    }
  }

  merge(other: Breakdown): void {
    for (const dimension of DIMENSIONS) {
      for (const [value, clicks] of other.#counts[dimension]) {
        add(this.#counts[dimension], value, clicks);
      }
    }
  }

  /** Sorted by descending clicks, then by value. */
  top(dimension: Dimension, limit: number): ValueCount[] {
    return sortByClicks(this.#counts[dimension])
      .slice(0, limit)
      .map(([value, clicks]) => ({ value: value === UNKNOWN ? null : value, clicks }));
  }

  /** The number of values in all dimensions. */
  get size(): number {
    return DIMENSIONS.reduce((sum, dimension) => sum + this.#counts[dimension].size, 0);
  }

  total(dimension: Dimension): number {
    return [...this.#counts[dimension].values()].reduce((sum, clicks) => sum + clicks, 0);
  }

  /** In each dimension with more than `maxValues`, replaces all but the `keptValues` most frequent by `other`. */
  limit(maxValues = MAX_VALUES, keptValues = KEPT_VALUES): void {
    for (const counts of Object.values(this.#counts)) {
      if (counts.size <= maxValues) continue;
      const rest = sortByClicks(counts).filter(([value]) => value !== UNKNOWN && value !== OTHER);
      for (const [value, clicks] of rest.slice(keptValues)) {
        counts.delete(value);
        add(counts, OTHER, clicks);
      }
    }
  }

  toString(): string {
    const entries = DIMENSIONS.filter((dimension) => this.#counts[dimension].size > 0).map(
      (dimension) => [dimension, Object.fromEntries(this.#counts[dimension])] as const,
    );
    return JSON.stringify(Object.fromEntries(entries));
  }
}

function add(counts: Counts, value: string, clicks: number): void {
  counts.set(value, (counts.get(value) ?? 0) + clicks);
}

function sortByClicks(counts: Counts): [string, number][] {
  return [...counts].sort(
    ([one, oneClicks], [other, otherClicks]) => otherClicks - oneClicks || (one < other ? -1 : 1),
  );
}
