// One of several processes that take ids from one counter at the same time, with the built application.
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { loadConfig } from '../../dist/src/platform/config/config.js';
import { InvalidationListeners } from '../../dist/src/cluster/invalidation-listeners.js';
import { Counter } from '../../dist/src/counter/counter.entity.js';
import { CounterService } from '../../dist/src/counter/counter.service.js';
import { CounterStore } from '../../dist/src/counter/counter.store.js';
import { KeyService } from '../../dist/src/counter/key.service.js';
import { connectionOptions } from '../../dist/src/platform/database/connection-options.js';
import { Database } from '../../dist/src/platform/database/database.js';

/** @type {string[]} */
const statements = [];
const logger = { logQuery: (query) => query.startsWith('UPDATE') && statements.push(query) };
for (const name of ['logQueryError', 'logQuerySlow', 'logSchemaBuild', 'logMigration', 'log'])
  logger[name] = () => {};

const dataSource = new DataSource({
  ...(await connectionOptions(loadConfig().database)),
  entities: [Counter],
  logger,
});
await dataSource.initialize();
const store = new CounterStore(new Database(dataSource));
// No instance is there to be told of the blocks.
const publisher = { invalidate: async () => undefined };
const service = new KeyService(
  new CounterService(store, publisher, { assertCounterAhead: async () => 0 }),
  store,
  new InvalidationListeners(),
);
await service.onModuleInit();

const generated = [];
while (generated.length < Number(process.argv[2])) generated.push(await service.next());
await dataSource.destroy();
process.stdout.write(
  JSON.stringify({
    ids: generated.map(({ id }) => id),
    keys: generated.map(({ key }) => key),
    statements,
  }),
);
