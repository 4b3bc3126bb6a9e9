import { Injectable } from '@nestjs/common';
import { Problem, type ProblemDocument } from '../errors/problem.js';
import type { Answer } from '../idempotency/answer.js';
import { NO_CLICKS } from '../link/link-clicks.store.js';
import type { Outcome } from '../link/link-batch.store.js';
import { currentRequestId } from '../logging/request-context.js';
import { aliasesOf, LinkAnswers } from './link-answers.js';
import type { LinkDto } from './link.dto.js';
import type { CountedLink } from './read.service.js';

/** What is done for one of many: numbers say which of the outcomes is its. */
export type Step =
  | { readonly problem: Problem }
  | { readonly existing: CountedLink }
  | { readonly made: number }
  | { readonly again: number };

type Result =
  | { readonly status: number; readonly link: LinkDto }
  | { readonly status: number; readonly problem: ProblemDocument };

/** What clients are told of many links. */
@Injectable()
export class BulkAnswers {
  constructor(private readonly answers: LinkAnswers) {}

  of(steps: readonly Step[], outcomes: readonly Outcome[]): Answer {
    const results = steps.map((step) => this.#resultOf(step, outcomes));
    const areAllMade = results.every(({ status }) => status === 201);
    return {
      status: areAllMade ? 201 : 207,
      headers: {},
      body: JSON.stringify({ results }),
      aliases: outcomes.flatMap((outcome) => aliasesOf(outcome)),
    };
  }

  #resultOf(step: Step, outcomes: readonly Outcome[]): Result {
    if ('problem' in step) return toFailure(step.problem);
    if ('existing' in step) return { status: 200, link: this.answers.toDto(step.existing) };
    const [number, status] = 'made' in step ? [step.made, 201] : [step.again, 200];
    const outcome = outcomes[number];
    if (outcome === undefined) throw new Error(`There is no outcome ${number}`);
    if (typeof outcome === 'string') return toFailure(new Problem(outcome));
    return { status, link: this.answers.toDto({ link: outcome, clicks: NO_CLICKS }) };
  }
}

function toFailure(problem: Problem): Result {
  return { status: problem.status, problem: problem.toDocument(currentRequestId() ?? '') };
}
