import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClusterModule } from '../cluster/cluster.module.js';
import { Participants } from '../cluster/participants.js';
import { RateLimitModule } from '../rate-limit/rate-limit.module.js';
import { ApiKeyCache } from './api-key.cache.js';
import { ApiKey } from './api-key.entity.js';
import { ApiKeyStore } from './api-key.store.js';
import { ApiKeyUses } from './api-key-uses.js';
import { Authentication } from './authentication.js';

@Module({
  imports: [ClusterModule, RateLimitModule, TypeOrmModule.forFeature([ApiKey])],
  providers: [ApiKeyStore, ApiKeyCache, ApiKeyUses, Authentication],
  exports: [ApiKeyStore, Authentication, RateLimitModule],
})
export class AuthModule {
  constructor(participants: Participants, cache: ApiKeyCache) {
    participants.add(cache);
  }
}
