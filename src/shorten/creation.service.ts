import { Injectable } from '@nestjs/common';
import type { Answer } from '../idempotency/answer.js';
import { remembered, type Keeping } from '../idempotency/keeping.js';
import { NO_CLICKS } from '../link/link-clicks.store.js';
import type { Link } from '../link/link.entity.js';
import type { CreateLinkDto } from './create-link.dto.js';
import { LinkAnswers } from './link-answers.js';
import { LinkCreation } from './link-creation.js';
import { LinkDrafts } from './link-drafts.js';
import { Reuse } from './reuse.js';

/** Makes a link. */
@Injectable()
export class CreationService {
  constructor(
    private readonly drafts: LinkDrafts,
    private readonly reuse: Reuse,
    private readonly creation: LinkCreation,
    private readonly answers: LinkAnswers,
  ) {}

  /**
   * @param keeping if the answer is to be kept.
   * @throws Problem `alias-taken`, `external-id-taken`.
   */
  async create(input: CreateLinkDto, apiKeyId: string, keeping?: Keeping): Promise<Answer> {
    const draft = this.drafts.of(input, apiKeyId);
    const existing = await this.reuse.find(input, draft);
    if (existing !== undefined) {
      const answer = this.answers.of(200, existing);
      await keeping?.alone(answer);
      return answer;
    }
    const answerOf = remembered((link: Link) => this.answers.of(201, { link, clicks: NO_CLICKS }));
    const aliased = { draft, alias: input.alias };
    return answerOf(await this.creation.one(aliased, keeping?.beside(answerOf)));
  }
}
