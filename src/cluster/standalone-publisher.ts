import { randomBytes } from 'node:crypto';
import type { Database } from '../platform/database/database.js';
import { InvalidationPublisher } from './invalidation-publisher.js';
import { SystemClock } from '../platform/background/clock.js';
import { ClusterStore } from './cluster.store.js';
import { AcknowledgementTracker } from './acknowledgement-tracker.js';
import { LocalSignals } from './local-signals.js';
import { InvalidationListeners } from './invalidation-listeners.js';
import { PeerList } from './peer-list.js';
import { PendingChanges } from './pending-changes.js';
import { UnitOfWork } from './unit-of-work.js';

const ID_BYTES = 8;

export interface StandalonePublisher {
  readonly unitOfWork: UnitOfWork;
  readonly pendingChanges: PendingChanges;
  /** Resolves when nothing is pending. The database must stay open until then. */
  readonly onIdle: () => Promise<void>;
}

/**
 * For programs that are no instance. If one dies, an instance completes what it has published.
 * @param dataDir that of the instances that are to know at once.
 */
export async function createStandalonePublisher(
  database: Database,
  dataDir?: string,
): Promise<StandalonePublisher> {
  const clock = new SystemClock();
  const store = new ClusterStore(database);
  const peers = new PeerList(store, clock, new LocalSignals(dataDir));
  peers.setSelf(randomBytes(ID_BYTES).toString('hex'));
  await peers.refresh();
  const tracker = new AcknowledgementTracker(store, peers, clock);
  const publisher = new InvalidationPublisher(store, peers, tracker, new InvalidationListeners());
  return {
    unitOfWork: new UnitOfWork(database, publisher),
    pendingChanges: new PendingChanges(database, store, publisher),
    onIdle: () => tracker.onIdle(),
  };
}
