import { Injectable } from '@nestjs/common';
import { InvalidationPublisher } from '../cluster/invalidation-publisher.js';
import { reservedIdsTarget } from '../cluster/invalidation-target.js';
import { Block } from './block.js';
import { CounterStore } from './counter.store.js';
import { assertNotReserved, ReservedIds } from './reserved-ids.js';

const FIRST_BLOCK_SIZE = 1000;
/** The size doubles if a block is used up before the next arrives. A crash loses at most two. */
const MAX_BLOCK_SIZE = 64 * FIRST_BLOCK_SIZE;

/** Issues ids that no other instance issues. A crash loses the rest of a block. */
@Injectable()
export class CounterService {
  #current = new Block(0, 0);
  #following: Promise<Block> | undefined;
  #hasArrived = false;
  #isAwaited = false;
  #blockSize = FIRST_BLOCK_SIZE;
  #leasedBlockCount = 0;

  constructor(
    private readonly store: CounterStore,
    private readonly publisher: InvalidationPublisher,
    private readonly reserved: ReservedIds,
  ) {}

  get leasedBlockCount(): number {
    return this.#leasedBlockCount;
  }

  /** Returns an id from memory. It waits only if the next block has not arrived in time. */
  async next(): Promise<number> {
    for (;;) {
      const id = this.#current.take();
      if (this.#current.remaining < this.#current.size / 2) void this.#prefetch();
      if (id !== undefined) return id;
      await this.#advance();
    }
  }

  async take(count: number): Promise<number[]> {
    const ids: number[] = [];
    while (ids.length < count) ids.push(await this.next());
    return ids;
  }

  /** Several calls may wait for the same block. The first to resume installs it. */
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
    // The callers get the error. The next call leases again.
    leased.then(
      () => (this.#hasArrived = true),
      () => (this.#following = undefined),
    );
    return leased;
  }

  /**
   * Before the ids are used, every instance stores that they are reserved, and removes their keys from its
   * negative cache. @throws Problem `counter-behind`.
   */
  async #leaseBlock(): Promise<Block> {
    const size = this.#blockSize;
    const lowest = await this.reserved.assertCounterAhead();
    const first = await this.store.lease(size);
    this.#leasedBlockCount++;
    assertNotReserved(first, lowest);
    await this.publisher.invalidate(reservedIdsTarget(first + size));
    return new Block(first, size);
  }
}
