import { Injectable } from '@nestjs/common';
import { Idempotency } from '../idempotency/idempotency.js';
import type { ApiResponse } from '../idempotency/idempotency.store.js';
import type { IdempotentRequest } from '../idempotency/idempotent-request.js';
import { LinkBulkStore } from '../link/link-bulk.store.js';
import { changeLink, toTombstone, type EditableLinkFields } from '../link/link-fields.js';
import type { Link } from '../link/link.entity.js';
import { invalidFields, Problem } from '../platform/errors/problem.js';
import type { LinkChangeDto } from './bulk-edit.dto.js';
import { MAX_TAGS } from './create-link.dto.js';
import { toSettings } from './link-draft.js';
import type { CountedLink } from './link-details.js';
import { LinkReader } from './link-reader.js';
import { LinkResponses } from './link-responses.js';
import { assertPeriod } from './update-link.service.js';

interface BulkEdit {
  /** As the client wrote them. */
  readonly keys: readonly string[];
  readonly requestId: string;
  /** `undefined` if the request has no idempotency key. */
  readonly request: IdempotentRequest | undefined;
}

/** What becomes of a link: the next version, or itself if it stays as it is. */
type Outcome = Link | Problem;

/** Changes or deletes many links at once; each can fail without the others. */
@Injectable()
export class BulkEditService {
  constructor(
    private readonly reader: LinkReader,
    private readonly bulk: LinkBulkStore,
    private readonly idempotency: Idempotency,
    private readonly responses: LinkResponses,
  ) {}

  /** A link that is named twice is changed once, and has the same result twice. */
  change(edit: BulkEdit, change: LinkChangeDto): Promise<ApiResponse> {
    return this.#run(
      edit,
      (link) => tryEdit(link, (current) => applyChange(current, change)),
      (outcomes) => (found) => outcomes.get(found.link.id) ?? new Problem('link-not-found'),
    );
  }

  /** A link that is named twice is deleted once, and is gone the second time. */
  delete(edit: BulkEdit): Promise<ApiResponse> {
    return this.#run(
      edit,
      (link) => tryEdit(link, (current) => toTombstone(current, Date.now())),
      (outcomes) => {
        const seen = new Set<number>();
        return ({ link: { id } }) => {
          if (seen.has(id)) return new Problem('link-gone');
          seen.add(id);
          return outcomes.get(id) ?? new Problem('link-not-found');
        };
      },
    );
  }

  async #run(
    { keys, requestId, request }: BulkEdit,
    edit: (link: Link) => Outcome,
    toJudge: (outcomes: ReadonlyMap<number, Outcome>) => (found: CountedLink) => Outcome,
  ): Promise<ApiResponse> {
    // Before the transaction, which must use only its own connection. Links keep their keys and ids.
    const found = await this.reader.findNamed(keys);
    const named = found.flatMap((each) => each ?? []).map(({ link }) => link);
    const ids = [...new Set(named.map(({ id }) => id))].sort((one, other) => one - other);
    const response = await this.idempotency.runOnce(request, async (tx) => {
      const locked = await this.bulk.lock(tx, ids);
      const outcomes = new Map(locked.map((link) => [link.id, edit(link)]));
      const changes = locked.flatMap((current) => {
        const link = outcomes.get(current.id);
        return link === undefined || link instanceof Problem || link === current
          ? []
          : [{ current, link }];
      });
      await this.bulk.replace(tx, changes);
      const judge = toJudge(outcomes);
      const items = keys.map((key, index) => {
        const counted = found[index];
        const outcome = counted === undefined ? new Problem('link-not-found') : judge(counted);
        if (outcome instanceof Problem) return { key, outcome };
        return { key, outcome: { ...counted, link: outcome } as CountedLink };
      });
      return this.responses.toBulkEditResponse(items, named, requestId);
    });
    // Some of the results may report changes that other calls have made.
    await this.reader.awaitNamed(named);
    return response;
  }
}

function tryEdit(link: Link, edit: (current: Link) => Link): Outcome {
  if (link.deletedAtMs !== null) return new Problem('link-gone');
  try {
    return edit(link);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** @throws Problem `validation-failed` for a link that the change makes invalid. */
function applyChange(current: Link, change: LinkChangeDto): Link {
  const { addTags = [], removeTags = [] } = change;
  const kept = current.tags.filter((tag) => !removeTags.includes(tag) || addTags.includes(tag));
  const tags = [...new Set([...kept, ...addTags])];
  const fields: Partial<EditableLinkFields> = { ...toSettings(change), tags };
  if (tags.length > MAX_TAGS && tags.length > current.tags.length) {
    const detail = `addTags: the link would have more than ${MAX_TAGS} tags`;
    throw invalidFields([{ pointer: '/change/addTags', detail }]);
  }
  assertPeriod({ ...current, ...fields }, '/change/expiresAt');
  return isUnchanged(current, fields) ? current : changeLink(current, fields, Date.now());
}

function isUnchanged(current: Link, fields: Partial<EditableLinkFields>): boolean {
  const names = Object.keys(fields) as (keyof EditableLinkFields)[];
  return names.every((name) => JSON.stringify(fields[name]) === JSON.stringify(current[name]));
}
