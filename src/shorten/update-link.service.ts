import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../cluster/unit-of-work.js';
import { retryOnConflict } from '../link/link-conflicts.js';
import type { EditableLinkFields } from '../link/link-fields.js';
import type { Link } from '../link/link.entity.js';
import { LinkStore } from '../link/link.store.js';
import { ReportedLinks } from '../link/reported-links.js';
import { invalidFields } from '../platform/errors/problem.js';
import { assertPreconditions, type Preconditions } from '../platform/http/etag.js';
import { toSettings } from './link-draft.js';
import type { PatchLinkDto } from './patch-link.dto.js';

@Injectable()
export class UpdateLinkService {
  constructor(
    private readonly links: LinkStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly reported: ReportedLinks,
  ) {}

  /** @throws Problem `link-not-found`, `link-gone`, `external-id-taken`, and for preconditions. */
  async update(key: string, patch: PatchLinkDto, conditions: Preconditions): Promise<Link> {
    const change: Partial<EditableLinkFields> = toSettings(patch);
    if (patch.url !== undefined) change.url = patch.url;
    const named = { key, externalId: patch.externalId };
    return this.reported.beforeRefusal(named, () =>
      retryOnConflict(async () => {
        const current = await this.#get(key, conditions);
        if (Object.keys(change).length === 0) return this.#unchanged(current);
        assertPeriod({ ...current, ...change });
        return this.unitOfWork.run((tx) => this.links.update(tx, current, change, Date.now()));
      }),
    );
  }

  /** @throws Problem `link-not-found`, `link-gone`, and for preconditions. */
  async delete(key: string, conditions: Preconditions): Promise<void> {
    await this.reported.beforeRefusal({ key }, () =>
      retryOnConflict(async () => {
        const current = await this.#get(key, conditions);
        await this.unitOfWork.run((tx) => this.links.delete(tx, current, Date.now()));
      }),
    );
  }

  async #unchanged(current: Link): Promise<Link> {
    await this.reported.awaitVisible([current]);
    return current;
  }

  async #get(key: string, conditions: Preconditions): Promise<Link> {
    const current = await this.links.get(key);
    assertPreconditions(conditions, current);
    return current;
  }
}

/** A patch can set one end of a period whose other end was set before. @throws Problem `validation-failed`. */
export function assertPeriod(
  { validFromMs, expiresAtMs }: Pick<Link, 'validFromMs' | 'expiresAtMs'>,
  pointer = '/expiresAt',
): void {
  if (validFromMs === null || expiresAtMs === null || expiresAtMs > validFromMs) return;
  throw invalidFields([
    {
      pointer,
      detail: 'expiresAt must be later than validFrom',
    },
  ]);
}
