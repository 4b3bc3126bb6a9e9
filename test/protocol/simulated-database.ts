import type { EntityManager } from 'typeorm';
import type { ClusterStore } from '../../src/cluster/cluster.store.js';
import type { Instance } from '../../src/cluster/instance.entity.js';
import type { Invalidation } from '../../src/cluster/invalidation.entity.js';
import type { Database } from '../../src/platform/database/database.js';
import { Problem } from '../../src/platform/errors/problem.js';
import type { Owner, Scheduler } from './scheduler.js';

/** A line to the database that can be cut. */
export interface Line {
  readonly owner: Owner;
  isCut: boolean;
}

const LINGER_MS = [0, 0, 100, 400];

/** The network does not die with a process: what was sent arrives. */
const NETWORK: Owner = { isDead: false, isStopped: false };

type Effect = () => void;

/** What a transaction has done so far. It takes effect when it is committed, all at once. */
class Transaction {
  readonly effects: Effect[] = [];
}

/** The tables that the protocol needs, each statement atomic, each transaction too, and all of it slow. */
export class SimulatedDatabase {
  /** Versions; a link that is not there has version 0. */
  readonly links = new Map<string, number>();
  readonly instances = new Map<string, Instance>();
  messages: Invalidation[] = [];
  next = 0;
  /** Whether no instance can reach it. */
  isAway = false;
  readonly #locks = new Set<string>();

  constructor(private readonly scheduler: Scheduler) {}

  /** A statement: sent, carried out at once, and answered. Any of that may be late, or not happen. */
  async run<T>(line: Line, statement: () => T): Promise<T> {
    await this.scheduler.step(line.owner);
    this.#assertReachable(line);
    await this.scheduler.step(NETWORK);
    this.#assertReachable(line);
    const answer = statement();
    await this.scheduler.step(line.owner);
    this.#assertReachable(line);
    return answer;
  }

  #assertReachable(line: Line): void {
    if (line.isCut || this.isAway) throw new Problem('database-unavailable');
  }

  /** Raises the version of a link by one, and returns it. Others who change it wait meanwhile. */
  async change(
    line: Line,
    key: string,
    within: (change: (manager: EntityManager) => Promise<number>) => Promise<number>,
  ): Promise<number> {
    let isHeld = false;
    try {
      return await within(async (manager) => {
        while (this.#locks.has(key)) await this.scheduler.sleep(line.owner, 1);
        this.#locks.add(key);
        isHeld = true;
        const version = await this.run(line, () => (this.links.get(key) ?? 0) + 1);
        transactionOf(manager).effects.push(() => this.links.set(key, version));
        return version;
      });
    } finally {
      if (isHeld) this.#locks.delete(key);
    }
  }

  /** Of a process that was killed: the database undoes what was not committed. */
  release(key: string): void {
    this.#locks.delete(key);
  }

  async read(line: Line, key: string): Promise<number> {
    const version = await this.run(line, () => this.links.get(key) ?? 0);
    await this.#linger(line);
    return version;
  }

  insert(line: Line, key: string): Promise<void> {
    return this.run(line, () => void this.links.set(key, 1));
  }

  lease(line: Line, count: number): Promise<number> {
    return this.run(line, () => (this.next += count) - count);
  }

  /** What `ClusterStore` does by SQL, which its own tests hold against real databases. */
  storeOn(line: Line): ClusterStore {
    const run = <T>(statement: () => T): Promise<T> => this.run(line, statement);
    const store = {
      register: (instance: Instance) => run(() => void this.instances.set(instance.id, instance)),
      heartbeat: (id: string) => run(() => this.#heartbeat(id)),
      listInstances: () => run(() => [...this.instances.values()]),
      unregister: (id: string, heartbeats?: number) => run(() => this.#unregister(id, heartbeats)),
      post: (messages: readonly Invalidation[]) => run(() => this.#post(messages)),
      messagesFor: (id: string) => run(() => this.messages.filter((one) => one.recipientId === id)),
      pendingMessages: (ids: readonly string[]) =>
        run(() => this.messages.filter(({ changeId }) => ids.includes(changeId))),
      orphanedMessages: () =>
        run(() => this.messages.filter(({ recipientId }) => !this.instances.has(recipientId))),
      remove: (messages: readonly Invalidation[]) => run(() => this.#remove(messages)),
      insertMessages: (manager: EntityManager, messages: readonly Invalidation[]) =>
        run(() => transactionOf(manager).effects.push(() => this.#post(messages))),
    };
    return store as unknown as ClusterStore;
  }

  /** Replaces `Database` for units of work. */
  databaseOn(line: Line): Database {
    const database = {
      transaction: async <T>(work: (manager: EntityManager) => Promise<T>): Promise<T> => {
        const transaction = new Transaction();
        const result = await work(transaction as unknown as EntityManager);
        await this.#linger(line);
        await this.run(line, () => transaction.effects.forEach((effect) => effect()));
        return result;
      },
    };
    return database as unknown as Database;
  }

  /** Now and then what is dangerous takes long. */
  #linger({ owner }: Line): Promise<void> {
    return this.scheduler.sleep(owner, this.scheduler.pick(LINGER_MS));
  }

  #heartbeat(id: string): boolean {
    const instance = this.instances.get(id);
    if (instance === undefined) return false;
    this.instances.set(id, { ...instance, heartbeats: instance.heartbeats + 1 });
    return true;
  }

  #unregister(id: string, heartbeats?: number): void {
    const isSame = heartbeats === undefined || this.instances.get(id)?.heartbeats === heartbeats;
    if (isSame) this.instances.delete(id);
  }

  #post(messages: readonly Invalidation[]): void {
    const isThere = (message: Invalidation): boolean =>
      this.messages.some((one) => isSameMessage(one, message));
    this.messages.push(...messages.filter((message) => !isThere(message)));
  }

  #remove(messages: readonly Invalidation[]): void {
    this.messages = this.messages.filter(
      (one) => !messages.some((message) => isSameMessage(one, message)),
    );
  }
}

function isSameMessage(one: Invalidation, other: Invalidation): boolean {
  return one.recipientId === other.recipientId && one.changeId === other.changeId;
}

function transactionOf(manager: EntityManager): Transaction {
  return manager as unknown as Transaction;
}
