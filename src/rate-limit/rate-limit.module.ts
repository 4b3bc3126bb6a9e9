import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JobScheduler, cleanupJob } from '../jobs/job-scheduler.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ClusterModule } from '../cluster/cluster.module.js';
import { HttpModule } from '../platform/http/http.module.js';
import { DatabaseClock } from '../platform/database/database-clock.js';
import { FailedAttempts } from './failed-attempts.js';
import { NOW_MS, RateLimiter } from './rate-limiter.js';
import { RateWindow } from './rate-window.entity.js';
import { RateWindowStore } from './rate-window.store.js';

/** Much longer than the measured time of the database differs between instances. */
const KEEP_MS = 600_000;

@Module({
  imports: [ClusterModule, HttpModule, JobsModule, TypeOrmModule.forFeature([RateWindow])],
  providers: [
    FailedAttempts,
    RateLimiter,
    RateWindowStore,
    {
      provide: NOW_MS,
      inject: [DatabaseClock],
      useFactory: (clock: DatabaseClock) => () => clock.nowMs(),
    },
  ],
  exports: [FailedAttempts, RateLimiter],
})
export class RateLimitModule {
  constructor(scheduler: JobScheduler, store: RateWindowStore) {
    scheduler.add(cleanupJob('rate-windows', (nowMs) => store.deleteEndedBefore(nowMs - KEEP_MS)));
  }
}
