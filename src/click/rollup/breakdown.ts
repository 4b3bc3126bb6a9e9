import { DIMENSIONS, type Dimension, type Visit } from '../visit/visit.js';
import { readBreakdown } from './breakdown-text.js';

/** A day has at most so many different values of a dimension; when there are more, */
const MAX_VALUES = 200;
/** only the most frequent are kept apart. */
const KEPT_VALUES = 150;
const REST = 'other';
/** Stands for what is not known. No value is empty. */
const UNKNOWN = '';

export interface ValueCount {
  readonly value: string | null;
  readonly clicks: number;
}

type Counts = Map<string, number>;

/** Clicks of humans by what is known of them. In each dimension all are counted, known or not. */
export class Breakdown {
  readonly #counts: Readonly<Record<Dimension, Counts>> = {
    referrer: new Map(),
    country: new Map(),
    browser: new Map(),
    operatingSystem: new Map(),
    device: new Map(),
  };

  /** @param text what `toString` made; empty for none. */
  static parse(text: string): Breakdown {
    const breakdown = new Breakdown();
    breakdown.mergeText(text);
    return breakdown;
  }

  /** The same as to parse and merge it, in half the time. */
  mergeText(text: string): void {
    readBreakdown(text, (dimension, value, clicks) => add(this.#counts[dimension], value, clicks));
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

  /** The most frequent first; of equals, in the order of the alphabet. */
  top(dimension: Dimension, limit: number): ValueCount[] {
    return ranked(this.#counts[dimension])
      .slice(0, limit)
      .map(([value, clicks]) => ({ value: value === UNKNOWN ? null : value, clicks }));
  }

  /** How many values are kept apart, over all dimensions. */
  get size(): number {
    return DIMENSIONS.reduce((sum, dimension) => sum + this.#counts[dimension].size, 0);
  }

  total(dimension: Dimension): number {
    return [...this.#counts[dimension].values()].reduce((sum, clicks) => sum + clicks, 0);
  }

  /** Folds what is rare into one where there is too much, and keeps so many apart. */
  bound(maxValues = MAX_VALUES, keptValues = KEPT_VALUES): void {
    for (const counts of Object.values(this.#counts)) {
      if (counts.size <= maxValues) continue;
      const rest = ranked(counts).filter(([value]) => value !== UNKNOWN && value !== REST);
      for (const [value, clicks] of rest.slice(keptValues)) {
        counts.delete(value);
        add(counts, REST, clicks);
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

function ranked(counts: Counts): [string, number][] {
  return [...counts].sort(
    ([one, ofOne], [other, ofOther]) => ofOther - ofOne || (one < other ? -1 : 1),
  );
}
