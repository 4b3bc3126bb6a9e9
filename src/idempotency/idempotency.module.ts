import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Chores, removal } from '../cluster/chores.js';
import { ClusterModule } from '../cluster/cluster.module.js';
import { IdempotencyKey } from './idempotency-key.entity.js';
import { Idempotency, KEPT_FOR_MS } from './idempotency.js';
import { IdempotencyStore } from './idempotency.store.js';
import { IdempotentAnswer } from './idempotent-answer.entity.js';

@Module({
  imports: [ClusterModule, TypeOrmModule.forFeature([IdempotencyKey, IdempotentAnswer])],
  providers: [Idempotency, IdempotencyStore],
  exports: [Idempotency],
})
export class IdempotencyModule {
  constructor(chores: Chores, store: IdempotencyStore) {
    chores.add(removal('idempotency-keys', (nowMs) => store.forgetBefore(nowMs - KEPT_FOR_MS)));
  }
}
