import type { Labels, Sample } from './metric.js';

const MS_PER_SECOND = 1000;

/** Counts durations in buckets. It takes a few comparisons, so that the redirect fast path can afford it. */
export class DurationHistogram {
  readonly #counts: Float64Array;
  #sumMs = 0;

  /** @param boundsMs the upper bounds of the buckets, ascending. */
  constructor(private readonly boundsMs: readonly number[]) {
    this.#counts = new Float64Array(boundsMs.length + 1);
  }

  observe(ms: number): void {
    let bucket = 0;
    while (ms > (this.boundsMs[bucket] ?? Infinity)) bucket++;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#sumMs += ms;
  }

  /** The series of a histogram in seconds, each bucket with those below it. */
  samples(name: string, labels: Labels = {}): Sample[] {
    let total = 0;
    const buckets = [...this.#counts].map((count, bucket): Sample => {
      total += count;
      const boundMs = this.boundsMs[bucket];
      const le = boundMs === undefined ? '+Inf' : String(boundMs / MS_PER_SECOND);
      return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: total };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: this.#sumMs / MS_PER_SECOND },
      { metricName: `${name}_count`, labels, value: total },
    ];
  }
}
