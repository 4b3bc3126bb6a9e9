import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClusterModule } from '../cluster/cluster.module.js';
import { InvalidationListeners } from '../cluster/invalidation-listeners.js';
import { JobScheduler, cleanupJob } from '../jobs/job-scheduler.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { RateLimitModule } from '../rate-limit/rate-limit.module.js';
import { ApiKeyCache } from './api-key.cache.js';
import { ApiKeyNames } from './api-key-names.js';
import { ApiKey } from './api-key.entity.js';
import { ApiKeyStore } from './api-key.store.js';
import { ApiKeyUsageTracker } from './api-key-usage-tracker.js';
import { Authenticator } from './authenticator.js';
import { CallerLimit } from './caller-limit.js';
import { KnownSecrets } from './known-secrets.js';
import { OutageApiKeys } from './outage-api-keys.js';
import { RequestAuthenticator } from './request-authenticator.js';
import { RevokedApiKey } from './revoked-api-key.entity.js';
import { SessionCookie } from './session-cookie.js';

/** Much longer than the measured time of the database differs from that of an instance. */
const KEEP_SESSIONS_MS = 600_000;

@Module({
  imports: [
    ClusterModule,
    JobsModule,
    RateLimitModule,
    TypeOrmModule.forFeature([ApiKey, RevokedApiKey]),
  ],
  providers: [
    ApiKeyStore,
    ApiKeyCache,
    ApiKeyNames,
    ApiKeyUsageTracker,
    Authenticator,
    CallerLimit,
    KnownSecrets,
    OutageApiKeys,
    RequestAuthenticator,
    SessionCookie,
  ],
  exports: [
    ApiKeyStore,
    ApiKeyNames,
    Authenticator,
    CallerLimit,
    RequestAuthenticator,
    SessionCookie,
  ],
})
export class AuthModule {
  constructor(
    listeners: InvalidationListeners,
    cache: ApiKeyCache,
    scheduler: JobScheduler,
    store: ApiKeyStore,
  ) {
    listeners.add(cache);
    scheduler.add(
      cleanupJob('sessions', (nowMs) => store.deleteSessionsEndedBefore(nowMs - KEEP_SESSIONS_MS)),
    );
  }
}
