import { Injectable, type OnModuleInit } from '@nestjs/common';
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
export class KeyService implements OnModuleInit {
  #keySpace: KeySpace;

  constructor(
    private readonly counter: CounterService,
    private readonly store: CounterStore,
  ) {}

  async onModuleInit(): Promise<void> {
    const { secret, keyLength } = await this.store.read();
    this.#keySpace = new KeySpace(Buffer.from(secret, 'hex'), keyLength);
  }

  async next(): Promise<GeneratedKey> {
    for (;;) {
      const id = await this.counter.next();
      const key = this.#keySpace.keyOf(id);
      if (!isReserved(key) && !spellsBlockedWord(key)) return { id, key };
    }
  }
}
