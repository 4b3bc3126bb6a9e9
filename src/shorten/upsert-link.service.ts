import { Injectable } from '@nestjs/common';
import { Problem } from '../platform/errors/problem.js';
import { assertPreconditions, type Preconditions } from '../platform/http/etag.js';
import { normalizeKey } from '../link/alias.js';
import type { EditableLinkFields } from '../link/editable-link-fields.js';
import type { Link } from '../link/link.entity.js';
import { LinkStore } from '../link/link.store.js';
import { LinkInserter } from './link-inserter.js';
import { LinkDrafts } from './link-draft.js';
import type { PutLinkDto } from './put-link.dto.js';
import { retryOnConflict } from './retry-on-conflict.js';

/** What a request has a link be. */
interface Wanted {
  readonly externalId: string;
  readonly input: PutLinkDto;
  readonly apiKeyId: string;
  readonly conditions: Preconditions;
}

/** Makes a link or replaces it, as the external id tells. */
@Injectable()
export class UpsertLinkService {
  constructor(
    private readonly store: LinkStore,
    private readonly creation: LinkInserter,
    private readonly drafts: LinkDrafts,
  ) {}

  /**
   * Of any number who ask for one external id at once, one makes the link and the others replace it.
   * @throws Problem `alias-taken`, `key-mismatch`, and for preconditions.
   */
  async put(wanted: Wanted): Promise<{ link: Link; isNew: boolean }> {
    const { externalId, input, conditions } = wanted;
    const content = { ...this.drafts.content(input), externalId };
    return retryOnConflict(async () => {
      const current = await this.store.findByExternalId(externalId);
      assertPreconditions(conditions, current ?? undefined);
      const isNew = current === null;
      const link = isNew
        ? await this.#create(wanted, content)
        : await this.#replace(current, input, content);
      return link && { link, isNew };
    });
  }

  /** `undefined` if somebody else has made it meanwhile. */
  async #create(
    { input, apiKeyId }: Wanted,
    content: EditableLinkFields,
  ): Promise<Link | undefined> {
    const draft = this.drafts.owned(content, apiKeyId);
    try {
      return await this.creation.insertOne({ draft, alias: input.alias });
    } catch (error) {
      if (await this.#wasCreatedConcurrently(error, content)) return undefined;
      throw error;
    }
  }

  /** Who asks for the same link at the same time takes its alias as well, and is noticed by that first. */
  async #wasCreatedConcurrently(
    error: unknown,
    { externalId }: EditableLinkFields,
  ): Promise<boolean> {
    if (!(error instanceof Problem) || externalId === null) return false;
    if (error.code === 'external-id-taken') return true;
    const isAliasTaken = error.code === 'alias-taken';
    return isAliasTaken && (await this.store.findByExternalId(externalId)) !== null;
  }

  /** `undefined` if somebody else has changed it meanwhile. */
  #replace(
    current: Link,
    { alias }: PutLinkDto,
    content: EditableLinkFields,
  ): Promise<Link | undefined> {
    if (alias && normalizeKey(alias) !== current.key) throw new Problem('key-mismatch');
    return this.store.update(current, content, Date.now());
  }
}
