import { Injectable } from '@nestjs/common';
import type { ApiResponse } from '../idempotency/api-response.js';
import { memoizeLast, type IdempotencyRecorder } from '../idempotency/idempotency-recorder.js';
import { NO_CLICKS } from '../click/link-clicks.store.js';
import type { Link } from '../link/link.entity.js';
import type { CreateLinkDto } from './create-link.dto.js';
import { LinkResponses } from './link-responses.js';
import { LinkInserter } from './link-inserter.js';
import { LinkDrafts } from './link-draft.js';
import { ReusableLinks } from './reusable-links.js';

/** Makes a link. */
@Injectable()
export class CreateLinkService {
  constructor(
    private readonly drafts: LinkDrafts,
    private readonly reuse: ReusableLinks,
    private readonly creation: LinkInserter,
    private readonly answers: LinkResponses,
  ) {}

  /**
   * @param recorder if the answer is to be kept.
   * @throws Problem `alias-taken`, `external-id-taken`.
   */
  async create(
    input: CreateLinkDto,
    apiKeyId: string,
    recorder?: IdempotencyRecorder,
  ): Promise<ApiResponse> {
    const draft = this.drafts.of(input, apiKeyId);
    const existing = await this.reuse.findReusable(input, draft);
    if (existing !== undefined) {
      const answer = this.answers.toResponse(200, existing);
      await recorder?.alone(answer);
      return answer;
    }
    const answerOf = memoizeLast((link: Link) =>
      this.answers.toResponse(201, { link, clicks: NO_CLICKS }),
    );
    const aliased = { draft, alias: input.alias };
    return answerOf(await this.creation.insertOne(aliased, recorder?.beside(answerOf)));
  }
}
