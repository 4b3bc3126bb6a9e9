import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { Idempotency } from '../idempotency/idempotency.js';
import type { ApiResponse } from '../idempotency/idempotency.store.js';
import type { IdempotentRequest } from '../idempotency/idempotent-request.js';
import { chunk } from '../platform/database/chunk.js';
import { invalidFields, Problem } from '../platform/errors/problem.js';
import { bodyValidation } from '../platform/http/validation.js';
import { CreateLinkDto } from './create-link.dto.js';
import { isPlain, toLinkDraft } from './link-draft.js';
import { LinkInserter } from './link-inserter.js';
import type { CountedLink } from './link-details.js';
import { LinkReader } from './link-reader.js';
import { LinkResponses, type BulkStep } from './link-responses.js';

const LOOKUPS_AT_A_TIME = 10;

/** In all items together, so that the answer stays shorter than that to a valid request. Each item has one at least. */
const MAX_ERRORS = 1_000;

const validation = bodyValidation();

interface Caller {
  readonly apiKeyId: string;
  readonly requestId: string;
}

/** Creates many links at once; each can fail without the others. */
@Injectable()
export class BulkCreateService {
  constructor(
    private readonly reader: LinkReader,
    private readonly inserter: LinkInserter,
    private readonly idempotency: Idempotency,
    private readonly responses: LinkResponses,
  ) {}

  /** @param request `undefined` if it has no idempotency key. */
  async create(
    items: readonly unknown[],
    { apiKeyId, requestId }: Caller,
    request?: IdempotentRequest,
  ): Promise<ApiResponse> {
    const inputs = limitErrors(items.map(parseItem));
    const { steps, inserted } = planSteps(inputs, await this.#findReusable(inputs, apiKeyId));
    const context = { requestId, creator: await this.reader.getCreator(apiKeyId) };
    if (inserted.length === 0 && request === undefined) {
      return this.responses.toBulkResponse(steps, [], context);
    }
    const drafts = inserted.map((input) => toLinkDraft(input, apiKeyId));
    return this.inserter.insertMany(drafts, (insert) =>
      this.idempotency.runOnce(request, async (tx) =>
        this.responses.toBulkResponse(steps, await insert(tx), context),
      ),
    );
  }

  async #findReusable(
    inputs: readonly (CreateLinkDto | Problem)[],
    apiKeyId: string,
  ): Promise<(CountedLink | undefined)[]> {
    const found = [];
    for (const batch of chunk(inputs, LOOKUPS_AT_A_TIME)) {
      const lookups = batch.map(async (input) =>
        input instanceof Problem ? undefined : this.reader.findReusable(input, apiKeyId),
      );
      found.push(...(await Promise.all(lookups)));
    }
    return found;
  }
}

/** Validates the body but not the items, each of which has a result of its own. */
export function bulkValidation(): PipeTransform {
  return {
    transform(body: { links?: unknown } | undefined, metadata: ArgumentMetadata) {
      validation.transform(body, metadata);
      return { links: body?.links };
    },
  };
}

/** Validates an item as if it were a body: the pointers of a problem lead into the item. */
function parseItem(item: unknown): CreateLinkDto | Problem {
  try {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      throw invalidFields([{ pointer: '', detail: 'must be a JSON object' }]);
    }
    return validation.as(CreateLinkDto, item);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function limitErrors(
  inputs: readonly (CreateLinkDto | Problem)[],
): readonly (CreateLinkDto | Problem)[] {
  let left = MAX_ERRORS;
  return inputs.map((input) => {
    if (!(input instanceof Problem)) return input;
    const { errors = [] } = input;
    const maxErrors = Math.max(left, 1);
    left -= errors.length;
    return errors.length <= maxErrors ? input : invalidFields(errors, maxErrors);
  });
}

/** Decides what becomes of each item, with the same result as if they came one after the other. */
function planSteps(
  inputs: readonly (CreateLinkDto | Problem)[],
  existing: readonly (CountedLink | undefined)[],
): { steps: BulkStep[]; inserted: CreateLinkDto[] } {
  const inserted: CreateLinkDto[] = [];
  const plainByUrl = new Map<string, number>();
  const steps = inputs.map((input, index): BulkStep => {
    if (input instanceof Problem) return { problem: input };
    const found = existing[index];
    if (found !== undefined) return { existing: found };
    const earlier = isPlain(input) ? plainByUrl.get(input.url) : undefined;
    if (input.reuseExisting && earlier !== undefined) return { reused: earlier };
    const created = inserted.push(input) - 1;
    if (isPlain(input) && earlier === undefined) plainByUrl.set(input.url, created);
    return { created };
  });
  return { steps, inserted };
}
