import { Injectable } from '@nestjs/common';
import { Idempotency } from '../idempotency/idempotency.js';
import type { ApiResponse } from '../idempotency/idempotency.store.js';
import type { IdempotentRequest } from '../idempotency/idempotent-request.js';
import type { Link } from '../link/link.entity.js';
import type { CreateLinkDto } from './create-link.dto.js';
import { isSingleInsert, toLinkDraft } from './link-draft.js';
import { LinkInserter } from './link-inserter.js';
import { unclicked } from './link-details.js';
import { LinkReader } from './link-reader.js';
import { LinkResponses } from './link-responses.js';

@Injectable()
export class CreateLinkService {
  constructor(
    private readonly reader: LinkReader,
    private readonly inserter: LinkInserter,
    private readonly idempotency: Idempotency,
    private readonly responses: LinkResponses,
  ) {}

  /** Creates or reuses a link. @throws Problem `alias-taken`, `external-id-taken`, or as `runOnce`. */
  async create(
    input: CreateLinkDto,
    apiKeyId: string,
    request?: IdempotentRequest,
  ): Promise<ApiResponse> {
    const draft = toLinkDraft(input, apiKeyId);
    const existing = await this.reader.findReusable(input, apiKeyId);
    if (existing !== undefined) {
      const response = this.responses.toResponse(200, existing);
      return request ? this.idempotency.runOnce(request, async () => response) : response;
    }
    // Before the transaction, which must use only its own connection.
    const creator = await this.reader.getCreator(apiKeyId);
    const toResponse = (link: Link): ApiResponse =>
      this.responses.toResponse(201, unclicked(link, creator));
    if (request === undefined && isSingleInsert(draft)) {
      return toResponse(await this.inserter.insertPlain(draft));
    }
    return this.inserter.insertOne(draft, (insert) =>
      this.idempotency.runOnce(request, async (tx) => toResponse(await insert(tx))),
    );
  }
}
