import { Injectable } from '@nestjs/common';
import { chunk } from '../platform/database/chunk.js';
import { Problem } from '../platform/errors/problem.js';
import type { ApiResponse } from '../idempotency/api-response.js';
import { memoizeLast, type IdempotencyRecorder } from '../idempotency/idempotency-recorder.js';
import type { Outcome } from '../link/link-batch.store.js';
import type { Caller } from './caller.js';
import { BulkResponses, type BulkStep } from './bulk-responses.js';
import { BulkItemParser, type BulkItem } from './bulk-item-parser.js';
import { LinkInserter } from './link-inserter.js';
import { isPlain } from './link-input.js';
import { ReusableLinks } from './reusable-links.js';

const LOOKED_UP_AT_ONCE = 10;

/** Makes many links at once, each of which may fail without the others. */
@Injectable()
export class BulkService {
  constructor(
    private readonly items: BulkItemParser,
    private readonly reuse: ReusableLinks,
    private readonly creation: LinkInserter,
    private readonly answers: BulkResponses,
  ) {}

  /** @param recorder if the answer is to be kept. */
  async create(
    all: readonly unknown[],
    caller: Caller,
    recorder?: IdempotencyRecorder,
  ): Promise<ApiResponse> {
    const judged = all.map((item) => this.items.parse(item, caller.apiKeyId));
    const drafts: { draft: BulkItem['draft']; alias: BulkItem['input']['alias'] }[] = [];
    const steps = await this.#plan(judged, ({ draft, input: { alias } }) =>
      drafts.push({ draft, alias }),
    );
    const answerOf = memoizeLast((outcomes: readonly Outcome[]) =>
      this.answers.toResponse(steps, outcomes, caller.requestId),
    );
    if (drafts.length > 0) {
      return answerOf(await this.creation.insertMany(drafts, recorder?.beside(answerOf)));
    }
    const answer = answerOf([]);
    await recorder?.alone(answer);
    return answer;
  }

  /**
   * What is to be done for each, as if they came one after the other.
   * @param add a link to those that are to be made; returns how many these are then.
   */
  async #plan(
    judged: readonly (BulkItem | Problem)[],
    add: (item: BulkItem) => number,
  ): Promise<BulkStep[]> {
    const existing = await this.#existing(judged);
    const plainByUrl = new Map<string, number>();
    return judged.map((item, index): BulkStep => {
      if (item instanceof Problem) return { problem: item };
      const { input, draft } = item;
      const found = existing[index];
      if (found !== undefined) return { existing: found };
      const before = isPlain(input) ? plainByUrl.get(draft.url) : undefined;
      if (input.reuseExisting && before !== undefined) return { again: before };
      const made = add(item) - 1;
      if (isPlain(input) && before === undefined) plainByUrl.set(draft.url, made);
      return { made };
    });
  }

  async #existing(judged: readonly (BulkItem | Problem)[]) {
    const found = [];
    for (const some of chunk(judged, LOOKED_UP_AT_ONCE)) {
      const links = some.map(async (item) =>
        item instanceof Problem ? undefined : this.reuse.findReusable(item.input, item.draft),
      );
      found.push(...(await Promise.all(links)));
    }
    return found;
  }
}
