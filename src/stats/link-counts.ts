import { Injectable } from '@nestjs/common';
import { LinkStore } from '../link/link.store.js';
import type { LinkCountsDto } from './stats.dto.js';

/** A count reads all links, so it is not repeated for each request. */
const COUNT_EVERY_MS = 10_000;

/** Caches the counts. Only the first request waits; later ones start a new count in the background. */
@Injectable()
export class LinkCounts {
  #latest: LinkCountsDto | undefined;
  #counting: Promise<LinkCountsDto> | undefined;
  #countedAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly links: LinkStore) {}

  async getCounts(): Promise<LinkCountsDto> {
    const latest = this.#latest;
    if (latest === undefined) return this.#count();
    const isDue = performance.now() - this.#countedAtMs > COUNT_EVERY_MS;
    // After a failure, the next request starts a count again.
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
