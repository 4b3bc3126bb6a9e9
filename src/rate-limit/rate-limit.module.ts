import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClusterModule } from '../cluster/cluster.module.js';
import { FailedAttempts } from './failed-attempts.js';
import { NOW_MS, RateLimiter } from './rate-limiter.js';
import { RateWindow } from './rate-window.entity.js';
import { RateWindowStore } from './rate-window.store.js';
import { Sweeping } from './sweeping.js';

@Module({
  imports: [ClusterModule, TypeOrmModule.forFeature([RateWindow])],
  providers: [
    FailedAttempts,
    RateLimiter,
    RateWindowStore,
    Sweeping,
    { provide: NOW_MS, useValue: () => Date.now() },
  ],
  exports: [FailedAttempts, RateLimiter],
})
export class RateLimitModule {}
