import { randomBytes } from 'node:crypto';
import type { Database } from '../database/database.js';
import { Announcer } from './announcer.js';
import { SystemClock } from './clock.js';
import { ClusterStore } from './cluster.store.js';
import { Delivery } from './delivery.js';
import { Participants } from './participants.js';
import { Roster } from './roster.js';

const ID_BYTES = 8;

export interface OutsideAnnouncer {
  readonly announcer: Announcer;
  /** To be waited for before the database is closed. */
  readonly atRest: () => Promise<void>;
}

/**
 * For a program that changes what instances remember, and is no instance itself: nobody waits for it or
 * writes to it. Should it die in the middle, an instance finds its intent among the letters of the dead.
 */
export async function outsideAnnouncer(database: Database): Promise<OutsideAnnouncer> {
  const clock = new SystemClock();
  const store = new ClusterStore(database, database);
  const roster = new Roster(store, clock);
  roster.enter(randomBytes(ID_BYTES).toString('hex'));
  await roster.look();
  const delivery = new Delivery(store, roster, clock);
  const announcer = new Announcer(store, roster, delivery, new Participants());
  return { announcer, atRest: () => delivery.atRest() };
}
