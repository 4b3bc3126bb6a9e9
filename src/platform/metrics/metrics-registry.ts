import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Metric, Sample } from './metric.js';

/** Sums of prom-client whose names are those of counters, which they are not. Their parts by type stay. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/**
 * Between two looks at the event loop, which the times of `nodejs_eventloop_lag_*_seconds` include. Looks at prom-client's
 * interval of 10 ms would cost an idle instance more than everything else it does.
 */
export const EVENT_LOOP_INTERVAL_MS = 50;

type Type = 'counter' | 'gauge' | 'histogram';
type Read = () => number | readonly Sample[];

interface Source {
  readonly type: Type;
  readonly name: string;
  readonly help: string;
  readonly read: Read;
}

/** The metrics of this instance. What counts keeps plain numbers, which are read when the metrics are asked for. */
@Injectable()
export class MetricsRegistry {
  readonly #process = new Registry();
  readonly #sources: Source[] = [];

  constructor() {
    collectDefaultMetrics({
      register: this.#process,
      eventLoopMonitoringPrecision: EVENT_LOOP_INTERVAL_MS,
    });
    for (const name of MISNAMED) this.#process.removeSingleMetric(name);
  }

  /** @param read returns the value, or the samples of a metric with labels. */
  add(type: Type, name: string, help: string, read: Read): void {
    this.#sources.push({ type, name, help, read });
  }

  /** Includes those of the process, such as its memory and the delay of its event loop. */
  async collect(): Promise<Metric[]> {
    const own = this.#sources.map(({ read, ...metric }) => ({
      ...metric,
      values: toSamples(read()),
    }));
    const ofProcess = await this.#process.getMetricsAsJSON();
    return [...own, ...ofProcess.map((metric) => ({ ...metric, type: String(metric.type) }))];
  }
}

function toSamples(value: number | readonly Sample[]): readonly Sample[] {
  return typeof value === 'number' ? [{ labels: {}, value }] : value;
}
