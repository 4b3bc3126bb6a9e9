import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JobScheduler, cleanupJob } from '../jobs/job-scheduler.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ClusterModule } from '../cluster/cluster.module.js';
import { IdempotencyKey } from './idempotency-key.entity.js';
import { Idempotency, KEPT_FOR_MS } from './idempotency.js';
import { IdempotencyStore } from './idempotency.store.js';
import { IdempotencyResponsePart } from './idempotency-response-part.entity.js';

@Module({
  imports: [
    ClusterModule,
    JobsModule,
    TypeOrmModule.forFeature([IdempotencyKey, IdempotencyResponsePart]),
  ],
  providers: [Idempotency, IdempotencyStore],
  exports: [Idempotency],
})
export class IdempotencyModule {
  constructor(scheduler: JobScheduler, store: IdempotencyStore) {
    scheduler.add(
      cleanupJob('idempotency-keys', (nowMs) => store.deleteBefore(nowMs - KEPT_FOR_MS)),
    );
  }
}
