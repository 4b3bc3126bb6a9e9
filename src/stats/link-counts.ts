import { Injectable } from '@nestjs/common';
import { LinkStore } from '../link/link.store.js';
import type { LinkCountsDto } from './stats.dto.js';

/** To count links is to look at all of them, which is not done for each who asks. */
const COUNT_EVERY_MS = 10_000;

/**
 * How many links there are, and in which state: as of some seconds ago, or of when it was asked before if
 * that is longer ago. Only the first who asks waits; for the others it is counted anew behind the answer.
 */
@Injectable()
export class LinkCounts {
  #latest: LinkCountsDto | undefined;
  #counting: Promise<LinkCountsDto> | undefined;
  #countedAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly links: LinkStore) {}

  async current(): Promise<LinkCountsDto> {
    const latest = this.#latest;
    if (latest === undefined) return this.#count();
    // Should it fail, the next one asks anew.
    const isDue = performance.now() - this.#countedAtMs > COUNT_EVERY_MS;
    if (isDue) this.#count().catch(() => undefined);
    return latest;
  }

  #count(): Promise<LinkCountsDto> {
    this.#counting ??= this.#countAll().finally(() => {
      this.#counting = undefined;
    });
    return this.#counting;
  }

  async #countAll(): Promise<LinkCountsDto> {
    this.#latest = await this.links.countByState(Date.now());
    this.#countedAtMs = performance.now();
    return this.#latest;
  }
}
