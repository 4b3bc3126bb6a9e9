import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  InvalidationListeners,
  type InvalidationListener,
} from '../cluster/invalidation-listeners.js';
import type { InvalidationTarget } from '../cluster/invalidation-target.js';
import { isReserved } from '../link/reserved-words.js';
import { containsBlockedWord } from './blocklist.js';
import { CounterService } from './counter.service.js';
import { CounterStore } from './counter.store.js';
import { KeySpace } from './key-space.js';

/** A batch takes a fifth of the time of single keys. */
const BATCH_SIZE = 100;

export interface GeneratedKey {
  readonly id: number;
  readonly key: string;
}

/** Generates keys never issued before. The insert decides, as a key may be a link's alias. */
@Injectable()
export class KeyService implements OnModuleInit, InvalidationListener {
  #keySpace: KeySpace;
  /** Ids below this one are in the block of some instance, or used. It only grows. */
  #reservedBelow = 0;
  #isJoined = false;
  #generated: GeneratedKey[] = [];
  #generating: Promise<void> | undefined;

  constructor(
    private readonly counter: CounterService,
    private readonly store: CounterStore,
    listeners: InvalidationListeners,
  ) {
    listeners.add(this);
  }

  async onModuleInit(): Promise<void> {
    const { secret, keyLength } = await this.store.read();
    this.#keySpace = new KeySpace(Buffer.from(secret, 'hex'), keyLength);
  }

  /** Invalidation messages announce later blocks to this instance. */
  async onJoin(): Promise<void> {
    const { next } = await this.store.read();
    this.#reservedBelow = Math.max(this.#reservedBelow, next);
    this.#isJoined = true;
  }

  onInvalidate({ reservedBelow }: InvalidationTarget): void {
    if (reservedBelow !== null) this.#reservedBelow = Math.max(this.#reservedBelow, reservedBelow);
  }

  /** Whether an instance may issue this key without an invalidation message to the others. */
  mayBeIssued(key: string): boolean {
    const id = this.#keySpace.decode(key);
    return id !== undefined && (!this.#isJoined || id < this.#reservedBelow);
  }

  async next(): Promise<GeneratedKey> {
    for (;;) {
      const next = this.#generated.shift();
      if (next !== undefined) return next;
      this.#generating ??= this.#generate().finally(() => (this.#generating = undefined));
      await this.#generating;
    }
  }

  async #generate(): Promise<void> {
    const ids = await this.counter.take(BATCH_SIZE);
    const keys = this.#keySpace.encode(ids);
    this.#generated = ids.flatMap((id, index) => {
      const key = keys[index] ?? '';
      return isReserved(key) || containsBlockedWord(key) ? [] : { id, key };
    });
  }
}
