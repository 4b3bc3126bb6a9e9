import { Injectable } from '@nestjs/common';
import { MetricsRegistry } from '../platform/metrics/metrics-registry.js';
import { CounterService } from './counter.service.js';

@Injectable()
export class CounterMetrics {
  constructor(registry: MetricsRegistry, counter: CounterService) {
    registry.add(
      'counter',
      'shortcore_counter_blocks_total',
      'Blocks of ids reserved from the counter.',
      () => counter.leasedBlockCount,
    );
  }
}
