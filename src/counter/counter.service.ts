import { Injectable } from '@nestjs/common';
import { Announcer } from '../cluster/announcer.js';
import { ofKeysBelow } from '../cluster/subject.js';
import { Block } from './block.js';
import { CounterStore } from './counter.store.js';

/** A statement each thousand ids. A crash loses at most two blocks of them, out of 62^7. */
const BLOCK_SIZE = 1000;
/** At a thousand creations a second the next block has half a second to arrive. */
const PREFETCH_BELOW = BLOCK_SIZE / 2;

/** Hands out ids that no other instance will hand out. A crash loses the rest of a block, never repeats it. */
@Injectable()
export class CounterService {
  #current = new Block(0, 0);
  #following: Promise<Block> | undefined;

  constructor(
    private readonly store: CounterStore,
    private readonly announcer: Announcer,
  ) {}

  /** From memory, but for the first id of a block that did not arrive in time. */
  async next(): Promise<number> {
    for (;;) {
      const id = this.#current.take();
      if (this.#current.remaining < PREFETCH_BELOW) void this.#prefetch();
      if (id !== undefined) return id;
      await this.#advance();
    }
  }

  /** Many may wait for the same block: the first to wake puts it in place, the others find it there. */
  async #advance(): Promise<void> {
    const following = this.#prefetch();
    const block = await following;
    if (this.#following !== following) return;
    this.#current = block;
    this.#following = undefined;
  }

  #prefetch(): Promise<Block> {
    this.#following ??= this.#lease();
    return this.#following;
  }

  #lease(): Promise<Block> {
    const leased = this.#leaseBlock();
    // Whoever waits is told. The next one asks anew.
    leased.catch(() => {
      this.#following = undefined;
    });
    return leased;
  }

  /** From when its ids are used, no instance remembers their keys as unknown. */
  async #leaseBlock(): Promise<Block> {
    const first = await this.store.lease(BLOCK_SIZE);
    await this.announcer.announce(ofKeysBelow(first + BLOCK_SIZE));
    return new Block(first, BLOCK_SIZE);
  }
}
