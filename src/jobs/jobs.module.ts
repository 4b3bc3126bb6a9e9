import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SystemClock } from '../platform/background/clock.js';
import { DatabaseClock } from '../platform/database/database-clock.js';
import { ClockMonitor } from './clock-monitor.js';
import { JobLock } from './job-lock.js';
import { JobScheduler } from './job-scheduler.js';
import { Job } from './job.entity.js';
import { NewestTime } from './newest-time.entity.js';
import { NewestTimeStore } from './newest-time.store.js';

@Module({
  imports: [TypeOrmModule.forFeature([Job, NewestTime])],
  providers: [
    JobLock,
    JobScheduler,
    NewestTimeStore,
    {
      provide: ClockMonitor,
      inject: [DatabaseClock, NewestTimeStore],
      useFactory: (clock: DatabaseClock, store: NewestTimeStore) =>
        new ClockMonitor(clock, store, new SystemClock()),
    },
  ],
  exports: [ClockMonitor, JobScheduler],
})
export class JobsModule {}
