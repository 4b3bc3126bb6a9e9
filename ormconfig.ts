import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { loadConfig } from './src/platform/config/config.js';
import { connectionOptions } from './src/platform/database/connection-options.js';
import { ENTITIES } from './src/entities.js';

/** For TypeORM's command line: `npx typeorm migration:show -d dist/ormconfig.js`. */
export default new DataSource({
  ...(await connectionOptions(loadConfig().database)),
  entities: ENTITIES,
});
