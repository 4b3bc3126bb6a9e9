import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClusterModule } from '../cluster/cluster.module.js';
import { InvalidationListeners } from '../cluster/invalidation-listeners.js';
import { RateLimitModule } from '../rate-limit/rate-limit.module.js';
import { ApiKeyCache } from './api-key.cache.js';
import { ApiKey } from './api-key.entity.js';
import { ApiKeyStore } from './api-key.store.js';
import { ApiKeyUsageTracker } from './api-key-usage-tracker.js';
import { Authenticator } from './authenticator.js';
import { KnownSecrets } from './known-secrets.js';

@Module({
  imports: [ClusterModule, RateLimitModule, TypeOrmModule.forFeature([ApiKey])],
  providers: [ApiKeyStore, ApiKeyCache, ApiKeyUsageTracker, Authenticator, KnownSecrets],
  exports: [ApiKeyStore, Authenticator, RateLimitModule],
})
export class AuthModule {
  constructor(listeners: InvalidationListeners, cache: ApiKeyCache) {
    listeners.add(cache);
  }
}
