import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { ApiKey } from './src/auth/api-key.entity.js';
import { loadConfig } from './src/config/config.js';
import { Counter } from './src/counter/counter.entity.js';
import { connectionOptions } from './src/database/connection-options.js';
import { LinkExternalId } from './src/link/link-external-id.entity.js';
import { LinkTag } from './src/link/link-tag.entity.js';
import { Link } from './src/link/link.entity.js';

export const ENTITIES = [ApiKey, Counter, Link, LinkExternalId, LinkTag];

/** For TypeORM's command line: `npx typeorm migration:show -d dist/ormconfig.js`. */
export default new DataSource({
  ...(await connectionOptions(loadConfig().database)),
  entities: ENTITIES,
});
