import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import type { Database } from '../platform/database/database.js';
import type { AcknowledgementTracker } from './acknowledgement-tracker.js';
import type { ClusterStore } from './cluster.store.js';
import type { Invalidation } from './invalidation.entity.js';
import { InvalidationInbox } from './invalidation-inbox.js';
import { InvalidationListeners } from './invalidation-listeners.js';
import { InvalidationPublisher } from './invalidation-publisher.js';
import { linkTarget } from './invalidation-target.js';
import type { PeerList } from './peer-list.js';
import { UnitOfWork } from './unit-of-work.js';

const SELF_ID = 'self';

describe(InvalidationInbox.name, () => {
  let rows: Invalidation[];
  let invalidated: (string | null)[];
  /** Run before the messages are read, and after that before anything is done with them. */
  let onAsk: () => void;
  let onRead: () => void;
  let acknowledge: (() => void) | undefined;
  let unitOfWork: UnitOfWork;
  let inbox: InvalidationInbox;

  const remove = async (messages: readonly Invalidation[]): Promise<void> => {
    rows = rows.filter((row) => !messages.includes(row));
  };
  /** As the tracker does when every instance has acknowledged. */
  const complete = (): void => {
    rows = rows.filter(({ recipientId }) => recipientId !== SELF_ID);
    acknowledge?.();
  };
  const change = (key: string) => unitOfWork.run(async (tx) => tx.invalidate(linkTarget(key)));
  const untilIdle = () => new Promise(setImmediate);

  beforeEach(() => {
    rows = [];
    invalidated = [];
    onAsk = () => {};
    onRead = () => {};
    const store = {
      messagesFor: async (id: string) => {
        onAsk();
        await untilIdle();
        const found = rows.filter(({ recipientId }) => recipientId === id);
        onRead();
        await untilIdle();
        return found;
      },
      insertMessages: async (_manager: EntityManager, messages: readonly Invalidation[]) => {
        rows.push(...messages);
      },
      remove,
    } as unknown as ClusterStore;
    const peers = {
      selfId: SELF_ID,
      ids: () => [SELF_ID, 'peer'],
      watch: <T>(statement: () => Promise<T>) => statement(),
    } as unknown as PeerList;
    const tracker = {
      isPending: () => false,
      waitForAcks: () => new Promise<void>((resolve) => (acknowledge = resolve)),
    } as unknown as AcknowledgementTracker;
    const database = {
      transaction: <T>(work: (manager: EntityManager) => Promise<T>) =>
        work(undefined as unknown as EntityManager),
    } as unknown as Database;
    const listeners = new InvalidationListeners();
    listeners.add({
      onJoin: () => undefined,
      onInvalidate: ({ linkKey }) => void invalidated.push(linkKey),
    });
    const publisher = new InvalidationPublisher(store, peers, tracker, listeners);
    unitOfWork = new UnitOfWork(database, publisher);
    inbox = new InvalidationInbox(store, peers, listeners, publisher);
  });

  it('leaves a change alone that is completed while its messages are read', async () => {
    const changed = change('a');
    await untilIdle();
    expect(invalidated).toEqual(['a']);
    onRead = complete;
    await inbox.drain();
    await changed;
    await untilIdle();
    expect(invalidated).toEqual(['a']);
  });

  it('leaves a change alone that begins and is completed while its messages are read', async () => {
    let changed: Promise<unknown> = Promise.resolve();
    onAsk = () => {
      changed = change('a');
    };
    onRead = complete;
    await inbox.drain();
    await changed;
    await untilIdle();
    expect(invalidated).toEqual(['a']);
  });

  it('resumes a change that nobody is completing', async () => {
    rows = [{ recipientId: SELF_ID, changeId: `${SELF_ID}.9`, ...linkTarget('a') }];
    await inbox.drain();
    await untilIdle();
    expect(invalidated).toEqual(['a']);
  });

  it('resumes a change again that it could not complete', async () => {
    rows = [{ recipientId: SELF_ID, changeId: `${SELF_ID}.9`, ...linkTarget('a') }];
    await inbox.drain();
    await untilIdle();
    acknowledge?.();
    await untilIdle();
    await inbox.drain();
    await untilIdle();
    expect(invalidated).toEqual(['a', 'a']);
  });
});
