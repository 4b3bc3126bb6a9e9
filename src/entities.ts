import { ApiKey } from './auth/api-key.entity.js';
import { ClickDay } from './click/roll-up/click-day.entity.js';
import { ClickJournal } from './click/roll-up/click-journal.entity.js';
import { VisitorSalt } from './click/visit/visitor-salt.entity.js';
import { Instance } from './cluster/instance.entity.js';
import { Invalidation } from './cluster/invalidation.entity.js';
import { Job } from './cluster/job.entity.js';
import { Counter } from './counter/counter.entity.js';
import { IdempotencyKey } from './idempotency/idempotency-key.entity.js';
import { IdempotentAnswer } from './idempotency/idempotent-answer.entity.js';
import { LinkClicks } from './link/link-clicks.entity.js';
import { LinkExternalId } from './link/link-external-id.entity.js';
import { LinkTag } from './link/link-tag.entity.js';
import { Link } from './link/link.entity.js';
import { RateWindow } from './rate-limit/rate-window.entity.js';

/** All tables, for who works on the schema. The application's modules each bring their own. */
export const ENTITIES = [
  ApiKey,
  ClickDay,
  ClickJournal,
  Counter,
  IdempotencyKey,
  IdempotentAnswer,
  Instance,
  Invalidation,
  Job,
  Link,
  LinkClicks,
  LinkExternalId,
  LinkTag,
  RateWindow,
  VisitorSalt,
];
