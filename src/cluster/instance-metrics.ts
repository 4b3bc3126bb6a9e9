import { Injectable } from '@nestjs/common';
import type { InstanceMetrics } from './instance.entity.js';

export interface InstanceMetricsSource {
  metrics(): Partial<InstanceMetrics>;
}

const NO_METRICS: InstanceMetrics = {
  cacheSize: 0,
  cacheHits: 0,
  cacheMisses: 0,
  cacheEvictions: 0,
  clicksRecorded: 0,
  clicksPending: 0,
  clicksLost: 0,
};

@Injectable()
export class InstanceMetricsSources {
  readonly #sources: InstanceMetricsSource[] = [];

  add(source: InstanceMetricsSource): void {
    this.#sources.push(source);
  }

  collect(): InstanceMetrics {
    const metrics = this.#sources.map((source) => source.metrics());
    return Object.assign({ ...NO_METRICS }, ...metrics) as InstanceMetrics;
  }
}
