import { Injectable } from '@nestjs/common';
import { LinkStore } from '../link/link.store.js';
import type { LinkCountsDto } from './stats.dto.js';

/** To count links is to look at all of them, which is not done for each who asks. */
const COUNT_EVERY_MS = 10_000;

/** How many links there are, and in which state, as of some seconds ago. */
@Injectable()
export class LinkCounts {
  #counts: Promise<LinkCountsDto> | undefined;
  #countedAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly links: LinkStore) {}

  current(): Promise<LinkCountsDto> {
    const nowMs = performance.now();
    if (this.#counts === undefined || nowMs - this.#countedAtMs > COUNT_EVERY_MS) {
      this.#countedAtMs = nowMs;
      this.#counts = this.#count();
    }
    return this.#counts;
  }

  /** Whoever waits is told of a failure. The next one asks anew. */
  #count(): Promise<LinkCountsDto> {
    const counts = this.links.countByState(Date.now());
    counts.catch(() => {
      this.#counts = undefined;
    });
    return counts;
  }
}
