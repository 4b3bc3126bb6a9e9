// Writes clicks on the same links as other processes at the same time, with the built program.
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { QUARTERS_PER_DAY } from '../../dist/src/click/day.js';
import { RollUpStore } from '../../dist/src/click/rollup/roll-up.store.js';
import { ClickAggregate } from '../../dist/src/click/rollup/click-aggregate.js';
import { anonymousVisit } from '../../dist/src/click/visit/visit.js';
import { loadConfig } from '../../dist/src/platform/config/config.js';
import { connectionOptions } from '../../dist/src/platform/database/connection-options.js';
import { Database } from '../../dist/src/platform/database/database.js';
import { ENTITIES } from '../../dist/src/entities.js';
import { isUnavailable } from '../../dist/src/platform/errors/problem.js';
import { LinkClicksStore } from '../../dist/src/click/link-clicks.store.js';

const [writer, day, journalCount, linkCount] = process.argv.slice(2).map(Number);

const options = await connectionOptions(loadConfig().database);
const dataSource = await new DataSource({ ...options, entities: ENTITIES }).initialize();
const database = new Database(dataSource);
const store = new RollUpStore(database, new LinkClicksStore(database));

for (let number = 0; number < journalCount; number++) {
  const visit = { ...anonymousVisit('human'), visitor: writer * journalCount + number };
  const aggregate = new ClickAggregate();
  for (let linkId = 1; linkId <= linkCount; linkId++) {
    aggregate.add({ linkId, quarter: day * QUARTERS_PER_DAY, count: 1, isLimited: false, visit });
  }
  await writeUntilAvailable(`${writer}.${number}`, aggregate);
}
await dataSource.destroy();

/**
 * Retries as an instance does if the database is unavailable. Any other error ends the process.
 * @param {string} id
 * @param {ClickAggregate} aggregate
 */
async function writeUntilAvailable(id, aggregate) {
  for (;;) {
    try {
      await store.write(id, aggregate, Date.now());
      return;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
    }
  }
}
