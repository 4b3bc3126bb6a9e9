import type { DataSource } from 'typeorm';
import { Announcer } from '../../src/cluster/announcer.js';
import { SystemClock } from '../../src/cluster/clock.js';
import { ClusterStore } from '../../src/cluster/cluster.store.js';
import { Delivery } from '../../src/cluster/delivery.js';
import { Participants } from '../../src/cluster/participants.js';
import { Roster } from '../../src/cluster/roster.js';
import { Database } from '../../src/database/database.js';

/** As in an instance that is the only one. */
export function announcerOn(
  dataSource: DataSource,
  database = new Database(dataSource),
): Announcer {
  const clock = new SystemClock();
  const store = new ClusterStore(database, database);
  const roster = new Roster(store, clock);
  roster.enter('only');
  return new Announcer(store, roster, new Delivery(store, roster, clock), new Participants());
}
