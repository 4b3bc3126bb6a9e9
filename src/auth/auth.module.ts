import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClusterModule } from '../cluster/cluster.module.js';
import { Participants } from '../cluster/participants.js';
import { ApiKeyCache } from './api-key.cache.js';
import { ApiKey } from './api-key.entity.js';
import { ApiKeyStore } from './api-key.store.js';
import { ApiKeyUses } from './api-key-uses.js';

@Module({
  imports: [ClusterModule, TypeOrmModule.forFeature([ApiKey])],
  providers: [ApiKeyStore, ApiKeyCache, ApiKeyUses],
  exports: [ApiKeyStore, ApiKeyCache, ApiKeyUses],
})
export class AuthModule {
  constructor(participants: Participants, cache: ApiKeyCache) {
    participants.add(cache);
  }
}
