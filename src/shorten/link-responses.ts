import { Injectable } from '@nestjs/common';
import type { NamedApiKey } from '../auth/api-key-names.js';
import type { ApiResponse } from '../idempotency/idempotency.store.js';
import type { Link } from '../link/link.entity.js';
import type { Outcome } from '../link/link.store.js';
import { Config } from '../platform/config/config.js';
import { Problem, type ProblemDocument } from '../platform/errors/problem.js';
import { etagOf } from '../platform/http/etag.js';
import { toLinkDto, type LinkDto } from './link.dto.js';
import { unclicked, type CountedLink } from './link-details.js';

/** The result of one item of a bulk request; numbers are positions in the outcomes of its inserts. */
export type BulkStep =
  | { readonly problem: Problem }
  | { readonly existing: CountedLink }
  | { readonly created: number }
  | { readonly reused: number };

export interface BulkEditItem {
  /** As the client wrote it. */
  readonly key: string;
  readonly outcome: CountedLink | Problem;
}

interface BulkContext {
  /** To be named in problems. */
  readonly requestId: string;
  readonly creator: NamedApiKey | null;
}

interface BulkResult {
  readonly status: number;
  readonly link?: LinkDto;
  readonly problem?: ProblemDocument;
}

@Injectable()
export class LinkResponses {
  constructor(private readonly config: Config) {}

  toDto(counted: CountedLink): LinkDto {
    return toLinkDto(counted, this.config.publicUrl, Date.now());
  }

  /** The path of the link in the API. */
  locationOf({ key }: Pick<LinkDto, 'key'>): string {
    return `${this.config.publicPath}/api/v1/links/${encodeURIComponent(key)}`;
  }

  /** Includes the headers `Location` and `ETag`. */
  toResponse(status: number, counted: CountedLink): ApiResponse {
    const { link } = counted;
    return {
      status,
      headers: {
        Location: this.locationOf(link),
        ETag: etagOf(link),
      },
      body: JSON.stringify(this.toDto(counted)),
      aliases: aliasesOf(link),
    };
  }

  toBulkResponse(
    steps: readonly BulkStep[],
    outcomes: readonly Outcome[],
    context: BulkContext,
  ): ApiResponse {
    const results = steps.map((step) => this.#toResult(step, outcomes, context));
    const areAllCreated = results.every(({ status }) => status === 201);
    return {
      status: areAllCreated ? 201 : 207,
      headers: {},
      body: JSON.stringify({ results }),
      aliases: outcomes.flatMap(aliasesOf),
    };
  }

  /** @param named whose changes a repeated request waits for. */
  toBulkEditResponse(
    items: readonly BulkEditItem[],
    named: readonly Link[],
    requestId: string,
  ): ApiResponse {
    const results = items.map(({ key, outcome }) => ({ key, ...this.#toEdit(outcome, requestId) }));
    return {
      status: results.every(({ status }) => status < 300) ? 200 : 207,
      headers: {},
      body: JSON.stringify({ results }),
      aliases: [...new Set(named.map(({ key }) => key))],
    };
  }

  #toEdit(outcome: BulkEditItem['outcome'], requestId: string): BulkResult {
    if (outcome instanceof Problem) return toFailure(outcome, requestId);
    if (outcome.link.deletedAtMs !== null) return { status: 204 };
    return { status: 200, link: this.toDto(outcome) };
  }

  #toResult(
    step: BulkStep,
    outcomes: readonly Outcome[],
    { requestId, creator }: BulkContext,
  ): BulkResult {
    if ('problem' in step) return toFailure(step.problem, requestId);
    if ('existing' in step) return { status: 200, link: this.toDto(step.existing) };
    const [position, status] = 'created' in step ? [step.created, 201] : [step.reused, 200];
    const outcome = outcomes[position];
    if (outcome === undefined) throw new Error(`There is no outcome ${position}`);
    if (typeof outcome === 'string') return toFailure(new Problem(outcome), requestId);
    return { status, link: this.toDto(unclicked(outcome, creator)) };
  }
}

function toFailure(problem: Problem, requestId: string): BulkResult {
  return { status: problem.status, problem: problem.toDocument(requestId) };
}

function aliasesOf(outcome: Outcome): string[] {
  return typeof outcome !== 'string' && outcome.isAlias ? [outcome.key] : [];
}
