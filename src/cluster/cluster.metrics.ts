import { Injectable } from '@nestjs/common';
import { BootTimeClock } from '../platform/background/boot-time-clock.js';
import { PROGRAM_VERSION } from '../platform/config/program-version.js';
import { MetricsRegistry } from '../platform/metrics/metrics-registry.js';
import { AcknowledgementTracker } from './acknowledgement-tracker.js';
import { Lease } from './lease.js';

const DELAY = 'shortcore_invalidation_delay_seconds';

@Injectable()
export class ClusterMetrics {
  constructor(
    registry: MetricsRegistry,
    lease: Lease,
    clock: BootTimeClock,
    { delays }: AcknowledgementTracker,
  ) {
    registry.add(
      'gauge',
      'shortcore_database_up',
      'Whether the database answers the heartbeats of the instance, 1 or 0.',
      () => (lease.isCurrent(clock.nowMs()) ? 1 : 0),
    );
    registry.add(
      'histogram',
      DELAY,
      'Time from the commit of a change until no instance serves what it replaces.',
      () => delays.samples(DELAY),
    );
    registry.add('gauge', 'shortcore_build_info', 'The version of the program, always 1.', () => [
      { labels: { version: PROGRAM_VERSION }, value: 1 },
    ]);
  }
}
