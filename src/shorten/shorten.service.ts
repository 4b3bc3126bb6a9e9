import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { invalidFields, Problem } from '../errors/problem.js';
import { assertMatch } from '../http/etag.js';
import { DestinationPolicy } from '../link/destination/destination-policy.js';
import type { Link } from '../link/link.entity.js';
import type { LinkContent } from '../link/link-content.js';
import { LinkStore } from '../link/link.store.js';
import { toSettings } from './link-input.js';
import type { PatchLinkDto } from './patch-link.dto.js';

/** Each attempt that fails is one that another editor won, so this many editors may meet on one link. */
const MAX_CHANGE_ATTEMPTS = 500;
/** They then wait a random while, up to this, so that they do not meet again. */
const MAX_PAUSE_MS = 100;

/** Changes links. */
@Injectable()
export class ShortenService {
  constructor(
    private readonly store: LinkStore,
    private readonly destinations: DestinationPolicy,
  ) {}

  /** @throws Problem `link-not-found`, `link-gone`, `version-mismatch`, `external-id-taken`. */
  async change(key: string, patch: PatchLinkDto, ifMatch?: string): Promise<Link> {
    const change: Partial<LinkContent> = toSettings(patch);
    if (patch.url !== undefined) change.url = this.destinations.canonical(patch.url);
    return this.#retrying(key, ifMatch, async (current) => {
      if (Object.keys(change).length === 0) return current;
      assertPeriod({ ...current, ...change });
      return this.store.update(current, change, Date.now());
    });
  }

  /** @throws Problem `link-not-found`, `link-gone`, `version-mismatch`. */
  async delete(key: string, ifMatch?: string): Promise<void> {
    await this.#retrying(key, ifMatch, (current) => this.store.delete(current, Date.now()));
  }

  /** Reads the link and tries the change on what was read, until nobody else was faster. */
  async #retrying(
    key: string,
    ifMatch: string | undefined,
    change: (current: Link) => Promise<Link | undefined>,
  ): Promise<Link> {
    for (let attempt = 0; attempt < MAX_CHANGE_ATTEMPTS; attempt++) {
      const current = await this.store.get(key);
      assertMatch(ifMatch, current);
      const changed = await change(current);
      if (changed !== undefined) return changed;
      await sleep(Math.random() * Math.min(2 ** attempt, MAX_PAUSE_MS));
    }
    throw new Problem('version-mismatch');
  }
}

/** A patch may set one end of a period whose other end was set before. */
function assertPeriod({
  validFromMs,
  expiresAtMs,
}: Pick<Link, 'validFromMs' | 'expiresAtMs'>): void {
  if (validFromMs === null || expiresAtMs === null || expiresAtMs > validFromMs) return;
  throw invalidFields([
    {
      pointer: '/expiresAt',
      detail: 'expiresAt must be later than validFrom',
    },
  ]);
}
