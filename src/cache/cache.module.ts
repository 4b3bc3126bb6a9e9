import { Module } from '@nestjs/common';
import { ClusterModule } from '../cluster/cluster.module.js';
import { Participants } from '../cluster/participants.js';
import { CounterModule } from '../counter/counter.module.js';
import { LinkCache } from './link-cache.js';

@Module({ imports: [ClusterModule, CounterModule], providers: [LinkCache], exports: [LinkCache] })
export class CacheModule {
  constructor(participants: Participants, cache: LinkCache) {
    participants.add(cache);
  }
}
