import { AggregatorRegistry } from 'prom-client';
import type { InstanceReport } from './instance-report.js';

/** Returns the text format of Prometheus: each metric once, with the label `instance` on each of its series. */
export function renderReports(reports: readonly InstanceReport[]): Promise<string> {
  return AggregatorRegistry.aggregate(reports.map(labelMetrics)).metrics();
}

/** No two series have the same labels, so the aggregator has nothing to choose. */
function labelMetrics({ instance, metrics }: InstanceReport): object[] {
  return metrics.map((metric) => ({
    ...metric,
    aggregator: 'first',
    values: metric.values.map((sample) => ({
      ...sample,
      labels: { instance, ...sample.labels },
    })),
  }));
}
