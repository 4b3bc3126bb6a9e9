import { Injectable } from '@nestjs/common';
import { Problem, type ProblemDocument } from '../platform/errors/problem.js';
import type { ApiResponse } from '../idempotency/api-response.js';
import { NO_CLICKS } from '../click/link-clicks.store.js';
import type { Outcome } from '../link/link-batch.store.js';
import { aliasesOf, LinkResponses } from './link-responses.js';
import type { LinkDto } from './link.dto.js';
import type { CountedLink } from './link-reader.js';

/** What is done for one of many: numbers say which of the outcomes is its. */
export type BulkStep =
  | { readonly problem: Problem }
  | { readonly existing: CountedLink }
  | { readonly made: number }
  | { readonly again: number };

interface Success {
  readonly status: number;
  readonly link: LinkDto;
}

interface Failure {
  readonly status: number;
  readonly problem: ProblemDocument;
}

/** What clients are told of many links. */
@Injectable()
export class BulkResponses {
  constructor(private readonly answers: LinkResponses) {}

  toResponse(
    steps: readonly BulkStep[],
    outcomes: readonly Outcome[],
    requestId: string,
  ): ApiResponse {
    const results = steps.map((step) => toResult(this.#find(step, outcomes), requestId));
    const areAllMade = results.every(({ status }) => status === 201);
    return {
      status: areAllMade ? 201 : 207,
      headers: {},
      body: JSON.stringify({ results }),
      aliases: outcomes.flatMap((outcome) => aliasesOf(outcome)),
    };
  }

  #find(step: BulkStep, outcomes: readonly Outcome[]): Success | Problem {
    if ('problem' in step) return step.problem;
    if ('existing' in step) return { status: 200, link: this.answers.toDto(step.existing) };
    const [number, status] = 'made' in step ? [step.made, 201] : [step.again, 200];
    const outcome = outcomes[number];
    if (outcome === undefined) throw new Error(`There is no outcome ${number}`);
    if (typeof outcome === 'string') return new Problem(outcome);
    return { status, link: this.answers.toDto({ link: outcome, clicks: NO_CLICKS }) };
  }
}

function toResult(found: Success | Problem, requestId: string): Success | Failure {
  if (!(found instanceof Problem)) return found;
  return { status: found.status, problem: found.toDocument(requestId) };
}
