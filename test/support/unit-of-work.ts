import { AcknowledgementTracker } from '../../src/cluster/acknowledgement-tracker.js';
import { ClusterStore } from '../../src/cluster/cluster.store.js';
import { InvalidationListeners } from '../../src/cluster/invalidation-listeners.js';
import { InvalidationPublisher } from '../../src/cluster/invalidation-publisher.js';
import { PeerList } from '../../src/cluster/peer-list.js';
import { UnitOfWork } from '../../src/cluster/unit-of-work.js';
import { SystemClock } from '../../src/platform/background/clock.js';
import type { Database } from '../../src/platform/database/database.js';

/** As in an instance that is the only one. */
export function unitOfWorkOn(database: Database): UnitOfWork {
  const clock = new SystemClock();
  const store = new ClusterStore(database);
  const peers = new PeerList(store, clock);
  peers.setSelf('only');
  const tracker = new AcknowledgementTracker(store, peers, clock);
  const listeners = new InvalidationListeners();
  return new UnitOfWork(database, new InvalidationPublisher(store, peers, tracker, listeners));
}
