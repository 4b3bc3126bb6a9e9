import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { InvalidationPublisher } from './invalidation-publisher.js';
import { BootTimeClock, SystemBootTimeClock } from '../platform/background/boot-time-clock.js';
import { Clock, SystemClock } from '../platform/background/clock.js';
import { ClusterMetrics } from './cluster.metrics.js';
import { CLUSTER_DATABASE, ClusterStore } from './cluster.store.js';
import { AcknowledgementTracker } from './acknowledgement-tracker.js';
import { Heartbeat } from './heartbeat.js';
import { Instance } from './instance.entity.js';
import { InstanceMetricsSources } from './instance-metrics.js';
import { Invalidation } from './invalidation.entity.js';
import { Lease } from './lease.js';
import { LocalCalls } from './local-calls.js';
import { LocalSignals } from './local-signals.js';
import { InvalidationInbox } from './invalidation-inbox.js';
import { Membership } from './membership.js';
import { InvalidationListeners } from './invalidation-listeners.js';
import { PeerList } from './peer-list.js';
import { PendingChanges } from './pending-changes.js';
import { UnitOfWork } from './unit-of-work.js';

@Module({
  imports: [TypeOrmModule.forFeature([Instance, Invalidation])],
  providers: [
    { provide: Clock, useClass: SystemClock },
    { provide: BootTimeClock, useClass: SystemBootTimeClock },
    {
      provide: Lease,
      inject: [Config],
      useFactory: ({ cacheMaxStaleSeconds }: Config) => new Lease(cacheMaxStaleSeconds * 1000),
    },
    {
      provide: CLUSTER_DATABASE,
      inject: [Database],
      useFactory: (database: Database) => database.dedicatedConnection(),
    },
    {
      provide: LocalSignals,
      inject: [Config],
      useFactory: ({ dataDir }: Config) => new LocalSignals(dataDir),
    },
    {
      provide: LocalCalls,
      inject: [Config],
      useFactory: ({ dataDir }: Config) => new LocalCalls(dataDir),
    },
    ClusterMetrics,
    ClusterStore,
    PeerList,
    InvalidationListeners,
    InstanceMetricsSources,
    AcknowledgementTracker,
    InvalidationPublisher,
    UnitOfWork,
    PendingChanges,
    InvalidationInbox,
    Membership,
    Heartbeat,
  ],
  exports: [
    UnitOfWork,
    PendingChanges,
    InvalidationPublisher,
    InvalidationListeners,
    InstanceMetricsSources,
    Lease,
    Clock,
    BootTimeClock,
    LocalCalls,
    PeerList,
  ],
})
export class ClusterModule {}
