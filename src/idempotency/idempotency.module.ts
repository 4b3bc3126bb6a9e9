import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClusterModule } from '../cluster/cluster.module.js';
import { Forgetting } from './forgetting.js';
import { IdempotencyKey } from './idempotency-key.entity.js';
import { Idempotency } from './idempotency.js';
import { IdempotencyStore } from './idempotency.store.js';
import { IdempotentAnswer } from './idempotent-answer.entity.js';

@Module({
  imports: [ClusterModule, TypeOrmModule.forFeature([IdempotencyKey, IdempotentAnswer])],
  providers: [Forgetting, Idempotency, IdempotencyStore],
  exports: [Idempotency],
})
export class IdempotencyModule {}
