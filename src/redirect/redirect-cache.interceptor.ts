import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { LinkCache } from '../cache/link-cache.js';
import { ClickRecorder } from '../click/click-recorder.js';
import { ClickLimit, isLimited, type LimitedLink } from '../click/click-limit.js';
import { Problem } from '../platform/errors/problem.js';
import type { ProblemCode } from '../platform/errors/problems.js';
import type { Redirect } from '../link/redirect.js';
import { findRedirect } from './find-redirect.js';
import { UncachedRedirects } from './uncached-redirects.js';

/** Responds from the link cache, and calls the handler only for links that are not cached. */
@Injectable()
export class RedirectCacheInterceptor implements NestInterceptor<Redirect | null, void> {
  constructor(
    private readonly cache: LinkCache,
    private readonly clicks: ClickRecorder,
    private readonly limit: ClickLimit,
    private readonly uncached: UncachedRedirects,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<Redirect | null>): Observable<void> {
    const request = context.switchToHttp().getRequest<Request<{ key: string }>>();
    const response = context.switchToHttp().getResponse<Response>();
    const redirect = this.uncached.take(request) ?? this.#find(request, next);
    return from(redirect.then((found) => this.#respond(found, request, response)));
  }

  #find(
    { params }: Request<{ key: string }>,
    next: CallHandler<Redirect | null>,
  ): Promise<Redirect | null> {
    const load = (key: string): Promise<Redirect | null> => {
      params.key = key;
      return firstValueFrom(next.handle());
    };
    return findRedirect(this.cache, params.key, { load, assertUp: this.uncached.assertUp });
  }

  /** Avoids Express, which adds a body and headers. @throws Problem `link-not-found`, `link-gone`. */
  async #respond(redirect: Redirect | null, request: Request, response: Response): Promise<void> {
    if (redirect === null) throw new Problem('link-not-found');
    const problem = redirect.problem();
    if (problem !== undefined) return respondWithout(redirect, problem, response);
    const isClick = request.method === 'GET';
    if (isLimited(redirect) && !(await this.#isAdmitted(redirect, isClick))) {
      return respondExpired(redirect, response);
    }
    response.writeHead(redirect.status, [...redirect.headersFor(request.url)]).end();
    if (isClick) this.clicks.record(redirect, request);
  }

  #isAdmitted(redirect: LimitedLink, isClick: boolean): Promise<boolean> {
    return isClick ? this.limit.admit(redirect) : this.limit.wouldAdmit(redirect);
  }
}

/** @throws the problem, unless the link is expired and has another URL for that. */
function respondWithout(redirect: Redirect, problem: ProblemCode, response: Response): void {
  if (!redirect.isExpired()) throw new Problem(problem);
  respondExpired(redirect, response);
}

/** Of a link that is expired or exhausted. It is no click of the link. @throws Problem `link-gone`. */
function respondExpired(redirect: Redirect, response: Response): void {
  const { expiredHeaders } = redirect;
  if (expiredHeaders === undefined) throw new Problem('link-gone');
  response.writeHead(302, [...expiredHeaders]).end();
}
