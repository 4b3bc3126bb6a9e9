import { Injectable } from '@nestjs/common';
import { Problem } from '../errors/problem.js';
import { assertPreconditions, type Preconditions } from '../http/etag.js';
import { normalizeKey } from '../link/alias.js';
import type { LinkContent } from '../link/link-content.js';
import type { Link } from '../link/link.entity.js';
import { LinkStore } from '../link/link.store.js';
import { LinkCreation } from './link-creation.js';
import { LinkDrafts } from './link-drafts.js';
import type { PutLinkDto } from './put-link.dto.js';
import { untilFastest } from './until-fastest.js';

/** What a request has a link be. */
interface Wanted {
  readonly externalId: string;
  readonly input: PutLinkDto;
  readonly apiKeyId: string;
  readonly conditions: Preconditions;
}

/** Makes a link or replaces it, as the external id tells. */
@Injectable()
export class UpsertService {
  constructor(
    private readonly store: LinkStore,
    private readonly creation: LinkCreation,
    private readonly drafts: LinkDrafts,
  ) {}

  /**
   * Of any number who ask for one external id at once, one makes the link and the others replace it.
   * @throws Problem `alias-taken`, `key-mismatch`, and for preconditions.
   */
  async put(wanted: Wanted): Promise<{ link: Link; isNew: boolean }> {
    const { externalId, input, conditions } = wanted;
    const content = { ...this.drafts.content(input), externalId };
    return untilFastest(async () => {
      const current = await this.store.findByExternalId(externalId);
      assertPreconditions(conditions, current ?? undefined);
      const isNew = current === null;
      const link = isNew
        ? await this.#make(wanted, content)
        : await this.#replace(current, input, content);
      return link && { link, isNew };
    });
  }

  /** `undefined` if somebody else has made it meanwhile. */
  async #make({ input, apiKeyId }: Wanted, content: LinkContent): Promise<Link | undefined> {
    const draft = this.drafts.owned(content, apiKeyId);
    try {
      return await this.creation.one({ draft, alias: input.alias });
    } catch (error) {
      if (await this.#isMadeMeanwhile(error, content)) return undefined;
      throw error;
    }
  }

  /** Who asks for the same link at the same time takes its alias as well, and is noticed by that first. */
  async #isMadeMeanwhile(error: unknown, { externalId }: LinkContent): Promise<boolean> {
    if (!(error instanceof Problem) || externalId === null) return false;
    if (error.code === 'external-id-taken') return true;
    const isAliasTaken = error.code === 'alias-taken';
    return isAliasTaken && (await this.store.findByExternalId(externalId)) !== null;
  }

  /** `undefined` if somebody else has changed it meanwhile. */
  #replace(current: Link, { alias }: PutLinkDto, content: LinkContent): Promise<Link | undefined> {
    if (alias && normalizeKey(alias) !== current.key) throw new Problem('key-mismatch');
    return this.store.update(current, content, Date.now());
  }
}
