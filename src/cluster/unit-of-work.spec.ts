import { describe, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import type { Database } from '../platform/database/database.js';
import type { AcknowledgementTracker } from './acknowledgement-tracker.js';
import type { ClusterStore } from './cluster.store.js';
import { InvalidationListeners } from './invalidation-listeners.js';
import { InvalidationPublisher } from './invalidation-publisher.js';
import { linkTarget, type InvalidationTarget } from './invalidation-target.js';
import type { Invalidation } from './invalidation.entity.js';
import { PeerList } from './peer-list.js';
import type { PendingInvalidation } from './pending-invalidation.js';
import { UnitOfWork, type Transaction } from './unit-of-work.js';

class Deadlock extends Error {}

/** Rows that a transaction inserts; they count once it is committed. */
class FakeManager {
  readonly messages: Invalidation[] = [];
}

interface Options {
  /** Rejects transactions at once, which go on in the background. */
  readonly timesOut?: boolean;
  readonly onInsert?: (messages: readonly Invalidation[]) => void;
}

function setUp({ timesOut = false, onInsert }: Options = {}) {
  const committed: Invalidation[] = [];
  const locallyInvalidated: InvalidationTarget[] = [];
  const waiting = new Map<string, () => void>();
  const events: string[] = [];

  const transaction = async <T>(work: (manager: EntityManager) => Promise<T>): Promise<T> => {
    for (;;) {
      const manager = new FakeManager();
      try {
        const result = await work(manager as unknown as EntityManager);
        committed.push(...manager.messages);
        events.push('commit');
        return result;
      } catch (error) {
        if (!(error instanceof Deadlock)) throw error;
      }
    }
  };
  let background: Promise<unknown> = Promise.resolve();
  const database = {
    transaction: async <T>(work: (manager: EntityManager) => Promise<T>): Promise<T> => {
      if (!timesOut) return transaction(work);
      background = transaction(work);
      throw new Error('timed out');
    },
  } as unknown as Database;
  const store = {
    insertMessages: async (manager: EntityManager, messages: readonly Invalidation[]) => {
      (manager as unknown as FakeManager).messages.push(...messages);
      onInsert?.(messages);
    },
  } as unknown as ClusterStore;
  const tracker = {
    isPending: (changeId: string) => waiting.has(changeId),
    waitForAcks: ({ id }: PendingInvalidation) => {
      events.push('wait');
      return new Promise<void>((resolve) => waiting.set(id, resolve));
    },
  } as unknown as AcknowledgementTracker;
  const listeners = new InvalidationListeners();
  listeners.add({
    onJoin: () => undefined,
    onInvalidate: (target) => {
      locallyInvalidated.push(target);
      events.push('invalidate');
    },
  });
  const peers = { selfId: 'self', ids: () => ['self', 'peer'] } as unknown as PeerList;
  const publisher = new InvalidationPublisher(store, peers, tracker, listeners);
  return {
    unitOfWork: new UnitOfWork(database, publisher),
    publisher,
    committed,
    locallyInvalidated,
    events,
    waiting,
    background: () => background,
    acknowledgeAll: () => waiting.forEach((acknowledge) => acknowledge()),
  };
}

/** Runs what is due without timers. */
const untilIdle = () => new Promise(setImmediate);

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let hasSettled = false;
  void promise.catch(() => undefined).finally(() => (hasSettled = true));
  await untilIdle();
  return hasSettled;
}

const keysOf = (targets: readonly { linkKey: string | null }[]) =>
  targets.map(({ linkKey }) => linkKey);

describe(UnitOfWork.name, () => {
  it('commits one message for each instance and target', async () => {
    const { unitOfWork, committed } = setUp();
    void unitOfWork.run(async (tx) => {
      tx.invalidate(linkTarget('a'));
      tx.invalidate(linkTarget('b'));
    });
    await untilIdle();
    const rows = committed.map(({ recipientId, linkKey }) => `${recipientId} ${linkKey}`);
    expect(rows).toEqual(['self a', 'peer a', 'self b', 'peer b']);
  });

  it('invalidates locally after the commit, and resolves after the acknowledgements', async () => {
    const { unitOfWork, events, acknowledgeAll } = setUp();
    const run = unitOfWork.run(async (tx) => {
      tx.invalidate(linkTarget('a'));
      return 'result';
    });
    expect(await isSettled(run)).toBe(false);
    expect(events).toEqual(['commit', 'invalidate', 'wait']);
    acknowledgeAll();
    expect(await run).toBe('result');
  });

  it('waits for nothing without targets', async () => {
    const { unitOfWork, events, committed } = setUp();
    expect(await unitOfWork.run(async () => 'result')).toBe('result');
    expect(events).toEqual(['commit']);
    expect(committed).toEqual([]);
  });

  it('publishes nothing when the work throws', async () => {
    const { unitOfWork, committed, events } = setUp();
    const run = unitOfWork.run(async (tx) => {
      tx.invalidate(linkTarget('a'));
      throw new Error('refused');
    });
    await expect(run).rejects.toThrow('refused');
    expect(committed).toEqual([]);
    expect(events).toEqual([]);
  });

  it('starts each attempt with a transaction without targets', async () => {
    const transactions: Transaction[] = [];
    const { unitOfWork, committed, locallyInvalidated, acknowledgeAll, waiting } = setUp({
      onInsert: () => {
        if (transactions.length === 2) throw new Deadlock();
      },
    });
    const run = unitOfWork.run(async (tx) => {
      transactions.push(tx);
      tx.invalidate(linkTarget(`attempt-${transactions.length}`));
      if (transactions.length === 1) throw new Deadlock();
    });
    await untilIdle();
    expect(new Set(transactions).size).toBe(3);
    expect(keysOf(committed)).toEqual(['attempt-3', 'attempt-3']);
    expect(keysOf(locallyInvalidated)).toEqual(['attempt-3']);
    expect(waiting.size).toBe(1);
    acknowledgeAll();
    await run;
  });

  describe('and outbox entries', () => {
    const outboxEntryIn = (messages: readonly Invalidation[]): Invalidation =>
      messages.find(({ recipientId }) => recipientId === 'self') as Invalidation;

    it('does not let its own be resumed before the commit', async () => {
      const resumed: Promise<void>[] = [];
      const { unitOfWork, publisher, events, acknowledgeAll } = setUp({
        onInsert: (messages) => resumed.push(publisher.resume(outboxEntryIn(messages))),
      });
      const run = unitOfWork.run(async (tx) => tx.invalidate(linkTarget('a')));
      await untilIdle();
      expect(resumed).toHaveLength(1);
      expect(events).toEqual(['commit', 'invalidate', 'wait']);
      acknowledgeAll();
      await Promise.all([run, ...resumed]);
    });

    it('leaves one to be resumed when the commit comes after a timeout', async () => {
      const { unitOfWork, publisher, committed, locallyInvalidated, background, acknowledgeAll } =
        setUp({ timesOut: true });
      let proceed = (): void => undefined;
      const blocked = new Promise<void>((resolve) => (proceed = resolve));
      const run = unitOfWork.run(async (tx) => {
        tx.invalidate(linkTarget('late'));
        await blocked;
      });
      await expect(run).rejects.toThrow('timed out');
      proceed();
      await background();
      const resumed = publisher.resume(outboxEntryIn(committed));
      await untilIdle();
      expect(keysOf(locallyInvalidated)).toEqual(['late']);
      acknowledgeAll();
      await resumed;
    });
  });
});
