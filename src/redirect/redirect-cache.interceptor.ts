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
import { toStoredKeys } from '../link/canonical-key.js';
import type { Redirect } from '../link/redirect.js';
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

  /** Cached links are known by the keys that are stored, so that an invalidation reaches each. */
  async #find(
    { params }: Request<{ key: string }>,
    next: CallHandler<Redirect | null>,
  ): Promise<Redirect | null> {
    for (const key of toStoredKeys(params.key)) {
      const found = await this.cache.resolve(key, () => {
        params.key = key;
        return firstValueFrom(next.handle());
      });
      if (found !== null) return found;
    }
    return null;
  }

  /** Avoids Express, which adds a body and headers. @throws Problem `link-not-found`, `link-gone`. */
  async #respond(redirect: Redirect | null, request: Request, response: Response): Promise<void> {
    if (redirect === null) throw new Problem('link-not-found');
    const problem = redirect.problem();
    if (problem !== undefined) throw new Problem(problem);
    const isClick = request.method === 'GET';
    if (isLimited(redirect) && !(await this.#isAdmitted(redirect, isClick))) {
      throw new Problem('link-gone');
    }
    response.writeHead(redirect.status, [...redirect.headersFor(request.url)]).end();
    if (isClick) this.clicks.record(redirect, request);
  }

  #isAdmitted(redirect: LimitedLink, isClick: boolean): Promise<boolean> {
    return isClick ? this.limit.admit(redirect) : this.limit.wouldAdmit(redirect);
  }
}
