export type Labels = Readonly<Partial<Record<string, string | number>>>;

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
  /** The name of the series, where it is not that of the metric: the buckets, the sum and the count of a histogram. */
  readonly metricName?: string | undefined;
}

/** A metric with its samples, as prom-client gives and takes it. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly values: readonly Sample[];
}
