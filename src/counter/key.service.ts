import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Participants, type Participant } from '../cluster/participants.js';
import type { Subject } from '../cluster/subject.js';
import { isReserved } from '../config/reserved-words.js';
import { spellsBlockedWord } from './blocklist.js';
import { CounterService } from './counter.service.js';
import { CounterStore } from './counter.store.js';
import { KeySpace } from './key-space.js';

export interface GeneratedKey {
  readonly id: number;
  readonly key: string;
}

/** Makes keys that nobody was given before. A key may still be somebody's alias: the insert decides. */
@Injectable()
export class KeyService implements OnModuleInit, Participant {
  #keySpace: KeySpace;
  /** Some instance holds the ids below this one, as far as they are not used up. Grows only. */
  #leasedBelow = 0;
  #isJoined = false;

  constructor(
    private readonly counter: CounterService,
    private readonly store: CounterStore,
    participants: Participants,
  ) {
    participants.add(this);
  }

  async onModuleInit(): Promise<void> {
    const { secret, keyLength } = await this.store.read();
    this.#keySpace = new KeySpace(Buffer.from(secret, 'hex'), keyLength);
  }

  /** Blocks leased from now on are announced to this instance. */
  async joined(): Promise<void> {
    const { next } = await this.store.read();
    this.#leasedBelow = Math.max(this.#leasedBelow, next);
    this.#isJoined = true;
  }

  invalidated({ leasedBelow }: Subject): void {
    if (leasedBelow !== null) this.#leasedBelow = Math.max(this.#leasedBelow, leasedBelow);
  }

  /** Whether some instance may give this key to a link without telling the others. */
  mayBeGiven(key: string): boolean {
    const id = this.#keySpace.idOf(key);
    return id !== undefined && (!this.#isJoined || id < this.#leasedBelow);
  }

  async next(): Promise<GeneratedKey> {
    for (;;) {
      const id = await this.counter.next();
      const key = this.#keySpace.keyOf(id);
      if (!isReserved(key) && !spellsBlockedWord(key)) return { id, key };
    }
  }
}
