import { Injectable } from '@nestjs/common';
import { inBatches } from '../database/batches.js';
import { Problem } from '../errors/problem.js';
import type { Answer } from '../idempotency/answer.js';
import { remembered, type Keeping } from '../idempotency/keeping.js';
import type { Outcome } from '../link/link-batch.store.js';
import type { Caller } from './caller.js';
import { BulkAnswers, type Step } from './bulk-answers.js';
import { BulkItems, type BulkItem } from './bulk-item.js';
import { LinkCreation } from './link-creation.js';
import { isPlain } from './link-input.js';
import { Reuse } from './reuse.js';

const LOOKED_UP_AT_ONCE = 10;

/** Makes many links at once, each of which may fail without the others. */
@Injectable()
export class BulkService {
  constructor(
    private readonly items: BulkItems,
    private readonly reuse: Reuse,
    private readonly creation: LinkCreation,
    private readonly answers: BulkAnswers,
  ) {}

  /** @param keeping if the answer is to be kept. */
  async create(all: readonly unknown[], caller: Caller, keeping?: Keeping): Promise<Answer> {
    const judged = all.map((item) => this.items.judge(item, caller.apiKeyId));
    const drafts: { draft: BulkItem['draft']; alias: BulkItem['input']['alias'] }[] = [];
    const steps = await this.#plan(judged, ({ draft, input: { alias } }) =>
      drafts.push({ draft, alias }),
    );
    const answerOf = remembered((outcomes: readonly Outcome[]) =>
      this.answers.of(steps, outcomes, caller.requestId),
    );
    if (drafts.length > 0) {
      return answerOf(await this.creation.many(drafts, keeping?.beside(answerOf)));
    }
    const answer = answerOf([]);
    await keeping?.alone(answer);
    return answer;
  }

  /**
   * What is to be done for each, as if they came one after the other.
   * @param add a link to those that are to be made; returns how many these are then.
   */
  async #plan(
    judged: readonly (BulkItem | Problem)[],
    add: (item: BulkItem) => number,
  ): Promise<Step[]> {
    const existing = await this.#existing(judged);
    const plainByUrl = new Map<string, number>();
    return judged.map((item, index): Step => {
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
    for (const some of inBatches(judged, LOOKED_UP_AT_ONCE)) {
      const links = some.map(async (item) =>
        item instanceof Problem ? undefined : this.reuse.find(item.input, item.draft),
      );
      found.push(...(await Promise.all(links)));
    }
    return found;
  }
}
