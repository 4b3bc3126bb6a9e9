import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { Announcer } from './announcer.js';
import { Chores } from './chores.js';
import { Clock, SystemClock } from './clock.js';
import { CLUSTER_DATABASE, ClusterStore } from './cluster.store.js';
import { Delivery } from './delivery.js';
import { Heartbeat } from './heartbeat.js';
import { Instance } from './instance.entity.js';
import { Invalidation } from './invalidation.entity.js';
import { Job } from './job.entity.js';
import { Jobs } from './jobs.js';
import { Lease } from './lease.js';
import { Mailbox } from './mailbox.js';
import { Membership } from './membership.js';
import { Participants } from './participants.js';
import { Roster } from './roster.js';

@Module({
  imports: [TypeOrmModule.forFeature([Instance, Invalidation, Job])],
  providers: [
    { provide: Clock, useClass: SystemClock },
    {
      provide: Lease,
      inject: [Config],
      useFactory: ({ cacheMaxStaleSeconds }: Config) => new Lease(cacheMaxStaleSeconds * 1000),
    },
    {
      provide: CLUSTER_DATABASE,
      inject: [Database],
      useFactory: (database: Database) => database.beside(),
    },
    ClusterStore,
    Roster,
    Participants,
    Delivery,
    Announcer,
    Mailbox,
    Membership,
    Heartbeat,
    Jobs,
    Chores,
  ],
  exports: [Announcer, Participants, Lease, Clock, Roster, Chores],
})
export class ClusterModule {}
