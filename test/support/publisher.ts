import type { DataSource } from 'typeorm';
import { InvalidationPublisher } from '../../src/cluster/invalidation-publisher.js';
import { SystemClock } from '../../src/platform/background/clock.js';
import { ClusterStore } from '../../src/cluster/cluster.store.js';
import { AcknowledgementTracker } from '../../src/cluster/acknowledgement-tracker.js';
import { InvalidationListeners } from '../../src/cluster/invalidation-listeners.js';
import { PeerList } from '../../src/cluster/peer-list.js';
import { Database } from '../../src/platform/database/database.js';

/** As in an instance that is the only one. */
export function announcerOn(
  dataSource: DataSource,
  database = new Database(dataSource),
): InvalidationPublisher {
  const clock = new SystemClock();
  const store = new ClusterStore(database, database);
  const peers = new PeerList(store, clock);
  peers.setSelf('only');
  return new InvalidationPublisher(
    store,
    peers,
    new AcknowledgementTracker(store, peers, clock),
    new InvalidationListeners(),
  );
}
