import { Injectable } from '@nestjs/common';
import { InvalidationPublisher } from '../cluster/invalidation-publisher.js';
import { reservedIdsTarget } from '../cluster/invalidation-target.js';
import { Block } from './block.js';
import { CounterStore } from './counter.store.js';

/** A statement each thousand ids, */
const FIRST_BLOCK_SIZE = 1000;
/** and fewer where they are used up sooner than the next arrive. A crash loses at most two blocks, out of 62^7 ids. */
const MAX_BLOCK_SIZE = 64 * FIRST_BLOCK_SIZE;

/** Hands out ids that no other instance will hand out. A crash loses the rest of a block, never repeats it. */
@Injectable()
export class CounterService {
  #current = new Block(0, 0);
  #following: Promise<Block> | undefined;
  #hasArrived = false;
  #isAwaited = false;
  #blockSize = FIRST_BLOCK_SIZE;

  constructor(
    private readonly store: CounterStore,
    private readonly publisher: InvalidationPublisher,
  ) {}

  /** From memory, but for the first id of a block that did not arrive in time. */
  async next(): Promise<number> {
    for (;;) {
      const id = this.#current.take();
      if (this.#current.remaining < this.#current.size / 2) void this.#prefetch();
      if (id !== undefined) return id;
      await this.#advance();
    }
  }

  /** Ascending. */
  async take(count: number): Promise<number[]> {
    const ids: number[] = [];
    while (ids.length < count) ids.push(await this.next());
    return ids;
  }

  /** Many may wait for the same block: the first to wake puts it in place, the others find it there. */
  async #advance(): Promise<void> {
    const following = this.#prefetch();
    this.#isAwaited ||= !this.#hasArrived && this.#current.size > 0;
    const block = await following;
    if (this.#following !== following) return;
    if (this.#isAwaited) this.#blockSize = Math.min(this.#blockSize * 2, MAX_BLOCK_SIZE);
    this.#current = block;
    this.#following = undefined;
    this.#hasArrived = false;
    this.#isAwaited = false;
  }

  #prefetch(): Promise<Block> {
    this.#following ??= this.#lease();
    return this.#following;
  }

  #lease(): Promise<Block> {
    const leased = this.#leaseBlock();
    // Whoever waits is told. The next one asks anew.
    leased.then(
      () => (this.#hasArrived = true),
      () => (this.#following = undefined),
    );
    return leased;
  }

  /** From when its ids are used, no instance remembers their keys as unknown. */
  async #leaseBlock(): Promise<Block> {
    const size = this.#blockSize;
    const first = await this.store.lease(size);
    await this.publisher.invalidate(reservedIdsTarget(first + size));
    return new Block(first, size);
  }
}
