import { z } from 'zod';
import type { Metric } from '../platform/metrics/metric.js';

const NAME = z.string().regex(/^[a-z_][a-z0-9_]*$/i);
/** JSON has no NaN, which is the mean of nothing. */
const VALUE = z.union([z.number(), z.null().transform(() => NaN)]);

const SAMPLE = z.object({
  labels: z.record(NAME, z.union([z.string(), z.number()])),
  value: VALUE,
  metricName: NAME.optional(),
});
const METRIC = z.object({
  name: NAME,
  help: z.string(),
  type: z.enum(['counter', 'gauge', 'histogram', 'summary']),
  values: z.array(SAMPLE),
});

/** What one instance tells another. */
export const INSTANCE_REPORT = z.object({ instance: z.string(), metrics: z.array(METRIC) });

export interface InstanceReport {
  readonly instance: string;
  readonly metrics: readonly Metric[];
}
