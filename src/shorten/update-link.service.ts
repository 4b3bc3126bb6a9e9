import { Injectable } from '@nestjs/common';
import { invalidFields } from '../platform/errors/problem.js';
import { assertPreconditions, type Preconditions } from '../platform/http/etag.js';
import { DestinationPolicy } from '../link/destination-policy.js';
import type { Link } from '../link/link.entity.js';
import type { EditableLinkFields } from '../link/editable-link-fields.js';
import { LinkStore } from '../link/link.store.js';
import { toSettings } from './link-input.js';
import type { PatchLinkDto } from './patch-link.dto.js';
import { retryOnConflict } from './retry-on-conflict.js';

/** Changes links. */
@Injectable()
export class UpdateLinkService {
  constructor(
    private readonly store: LinkStore,
    private readonly destinations: DestinationPolicy,
  ) {}

  /** @throws Problem `link-not-found`, `link-gone`, `external-id-taken`, and for preconditions. */
  async update(key: string, patch: PatchLinkDto, conditions: Preconditions): Promise<Link> {
    const change: Partial<EditableLinkFields> = toSettings(patch);
    if (patch.url !== undefined) change.url = this.destinations.canonical(patch.url);
    return this.#retrying(key, conditions, async (current) => {
      if (Object.keys(change).length === 0) return current;
      assertPeriod({ ...current, ...change });
      return this.store.update(current, change, Date.now());
    });
  }

  /** @throws Problem `link-not-found`, `link-gone`, and for preconditions. */
  async delete(key: string, conditions: Preconditions): Promise<void> {
    await this.#retrying(key, conditions, (current) => this.store.delete(current, Date.now()));
  }

  /** Reads the link and tries the change on what was read, until nobody else was faster. */
  #retrying(
    key: string,
    conditions: Preconditions,
    change: (current: Link) => Promise<Link | undefined>,
  ): Promise<Link> {
    return retryOnConflict(async () => {
      const current = await this.store.get(key);
      assertPreconditions(conditions, current);
      return change(current);
    });
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
