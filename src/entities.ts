import { ApiKey } from './auth/api-key.entity.js';
import { RevokedApiKey } from './auth/revoked-api-key.entity.js';
import { BootstrapApiKey } from './auth/bootstrap-api-key.entity.js';
import { ClickDay } from './click/rollup/click-day.entity.js';
import { ProcessedJournal } from './click/rollup/processed-journal.entity.js';
import { VisitorSalt } from './click/visit/visitor-salt.entity.js';
import { Instance } from './cluster/instance.entity.js';
import { Invalidation } from './cluster/invalidation.entity.js';
import { Job } from './jobs/job.entity.js';
import { NewestTime } from './jobs/newest-time.entity.js';
import { Counter } from './counter/counter.entity.js';
import { IdempotencyKey } from './idempotency/idempotency-key.entity.js';
import { IdempotencyResponsePart } from './idempotency/idempotency-response-part.entity.js';
import { LinkClicks } from './click/link-clicks.entity.js';
import { LinkExternalId } from './link/link-external-id.entity.js';
import { LinkTag } from './link/link-tag.entity.js';
import { Link } from './link/link.entity.js';
import { RateWindow } from './rate-limit/rate-window.entity.js';

/** All entities, for schema tools. The modules of the application register their own. */
export const ENTITIES = [
  ApiKey,
  BootstrapApiKey,
  ClickDay,
  ProcessedJournal,
  Counter,
  IdempotencyKey,
  IdempotencyResponsePart,
  Instance,
  Invalidation,
  Job,
  Link,
  LinkClicks,
  LinkExternalId,
  LinkTag,
  NewestTime,
  RateWindow,
  RevokedApiKey,
  VisitorSalt,
];
