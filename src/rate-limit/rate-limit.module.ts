import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Chores, removal } from '../cluster/chores.js';
import { ClusterModule } from '../cluster/cluster.module.js';
import { FailedAttempts } from './failed-attempts.js';
import { NOW_MS, RateLimiter } from './rate-limiter.js';
import { RateWindow } from './rate-window.entity.js';
import { RateWindowStore } from './rate-window.store.js';

/** Minutes that are over are kept for longer than clocks differ. */
const KEPT_FOR_MS = 600_000;

@Module({
  imports: [ClusterModule, TypeOrmModule.forFeature([RateWindow])],
  providers: [
    FailedAttempts,
    RateLimiter,
    RateWindowStore,
    { provide: NOW_MS, useValue: () => Date.now() },
  ],
  exports: [FailedAttempts, RateLimiter],
})
export class RateLimitModule {
  constructor(chores: Chores, store: RateWindowStore) {
    chores.add(removal('rate-windows', (nowMs) => store.removeEndedBefore(nowMs - KEPT_FOR_MS)));
  }
}
