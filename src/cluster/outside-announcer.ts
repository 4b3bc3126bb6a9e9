import { randomBytes } from 'node:crypto';
import type { Database } from '../database/database.js';
import { Announcer } from './announcer.js';
import { SystemClock } from './clock.js';
import { ClusterStore } from './cluster.store.js';
import { Delivery } from './delivery.js';
import { Participants } from './participants.js';
import { Roster } from './roster.js';

const ID_BYTES = 8;

/**
 * For a program that changes what instances remember, and is no instance itself: nobody waits for it or
 * writes to it. Should it die in the middle, an instance finds its intent among the letters of the dead.
 */
export async function announcerFor(database: Database): Promise<Announcer> {
  const clock = new SystemClock();
  const store = new ClusterStore(database, database);
  const roster = new Roster(store, clock);
  roster.enter(randomBytes(ID_BYTES).toString('hex'));
  await roster.look();
  return new Announcer(store, roster, new Delivery(store, roster, clock), new Participants());
}
