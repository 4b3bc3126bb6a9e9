import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../cluster/unit-of-work.js';
import { newAliasError } from '../link/alias.js';
import { toCanonicalKey } from '../link/canonical-key.js';
import { Conflict, retryOnConflict } from '../link/link-conflicts.js';
import type { EditableLinkFields } from '../link/link-fields.js';
import type { Link } from '../link/link.entity.js';
import { LinkStore } from '../link/link.store.js';
import { invalidFields, Problem } from '../platform/errors/problem.js';
import { ReportedLinks } from '../link/reported-links.js';
import { assertPreconditions, type Preconditions } from '../platform/http/etag.js';
import { toLinkFields, withOwner } from './link-draft.js';
import { LinkInserter } from './link-inserter.js';
import type { PutLinkDto } from './put-link.dto.js';

interface UpsertRequest {
  readonly externalId: string;
  readonly input: PutLinkDto;
  readonly apiKeyId: string;
  readonly conditions: Preconditions;
}

/** Creates the link with an external id, or replaces it. */
@Injectable()
export class UpsertLinkService {
  constructor(
    private readonly links: LinkStore,
    private readonly inserter: LinkInserter,
    private readonly unitOfWork: UnitOfWork,
    private readonly reported: ReportedLinks,
  ) {}

  /**
   * Of concurrent requests for one external id, one creates the link and the others replace it.
   * @throws Problem `alias-taken`, `key-mismatch`, and for preconditions.
   */
  async put(request: UpsertRequest): Promise<{ link: Link; isNew: boolean }> {
    const { externalId, input, conditions } = request;
    const fields = { ...toLinkFields(input), externalId };
    return this.reported.beforeRefusal({ externalId }, () =>
      retryOnConflict(async () => {
        const current = await this.links.findByExternalId(externalId);
        assertPreconditions(conditions, current ?? undefined);
        if (current === null) return { link: await this.#create(request, fields), isNew: true };
        return { link: await this.#replace(current, input, fields), isNew: false };
      }),
    );
  }

  /** @throws Conflict if a concurrent request has created the link, and Problem `validation-failed`. */
  async #create(
    { externalId, input: { alias }, apiKeyId }: UpsertRequest,
    fields: EditableLinkFields,
  ): Promise<Link> {
    if (alias) assertNewAlias(alias);
    try {
      const draft = { fields: withOwner(fields, apiKeyId), alias };
      return await this.inserter.insertOne(draft, (insert) => this.unitOfWork.run(insert));
    } catch (error) {
      if (await this.#wasCreatedConcurrently(error, externalId)) throw new Conflict();
      throw error;
    }
  }

  /** A concurrent request for the same link takes its alias too, and that is noticed first. */
  async #wasCreatedConcurrently(error: unknown, externalId: string): Promise<boolean> {
    if (!(error instanceof Problem)) return false;
    if (error.code === 'external-id-taken') return true;
    const isAliasTaken = error.code === 'alias-taken';
    return isAliasTaken && (await this.links.findByExternalId(externalId)) !== null;
  }

  /** @throws Conflict if the link has changed since it was read, and Problem `key-mismatch`. */
  #replace(current: Link, { alias }: PutLinkDto, fields: EditableLinkFields): Promise<Link> {
    if (alias && toCanonicalKey(alias) !== toCanonicalKey(current.key)) {
      throw new Problem('key-mismatch');
    }
    return this.unitOfWork.run((tx) => this.links.update(tx, current, fields, Date.now()));
  }
}

function assertNewAlias(alias: string): void {
  const error = newAliasError(alias);
  if (error !== undefined) throw invalidFields([{ pointer: '/alias', detail: `alias: ${error}` }]);
}
