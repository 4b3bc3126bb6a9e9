import { ApiKey } from './auth/api-key.entity.js';
import { Instance } from './cluster/instance.entity.js';
import { Invalidation } from './cluster/invalidation.entity.js';
import { Counter } from './counter/counter.entity.js';
import { LinkExternalId } from './link/link-external-id.entity.js';
import { LinkTag } from './link/link-tag.entity.js';
import { Link } from './link/link.entity.js';

/** All tables, for who works on the schema. The application's modules each bring their own. */
export const ENTITIES = [ApiKey, Counter, Instance, Invalidation, Link, LinkExternalId, LinkTag];
