import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClusterModule } from '../cluster/cluster.module.js';
import { Counter } from './counter.entity.js';
import { CounterMetrics } from './counter.metrics.js';
import { CounterService } from './counter.service.js';
import { CounterStore } from './counter.store.js';
import { KeyService } from './key.service.js';
import { ReservedIds } from './reserved-ids.js';

@Module({
  imports: [ClusterModule, TypeOrmModule.forFeature([Counter])],
  providers: [CounterMetrics, CounterStore, CounterService, KeyService, ReservedIds],
  exports: [CounterStore, CounterService, KeyService],
})
export class CounterModule {}
