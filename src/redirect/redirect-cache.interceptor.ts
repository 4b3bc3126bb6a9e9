import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { firstValueFrom, from, map, type Observable } from 'rxjs';
import { LinkCache } from '../cache/link-cache.js';
import { Problem } from '../errors/problem.js';
import { isKeyForm, normalizeKey } from '../link/alias.js';
import type { Redirect } from '../link/redirect.js';

/** Stands between the visitor and the database: asks the handler only for what memory does not hold. */
@Injectable()
export class RedirectCacheInterceptor implements NestInterceptor<Redirect | null, void> {
  constructor(private readonly cache: LinkCache) {}

  intercept(context: ExecutionContext, next: CallHandler<Redirect | null>): Observable<void> {
    const request = context.switchToHttp().getRequest<Request<{ key: string }>>();
    const response = context.switchToHttp().getResponse<Response>();
    const key = normalizeKey(request.params.key);
    // Nothing is remembered, or asked of the database, that cannot be a key.
    if (!isKeyForm(key)) throw new Problem('link-not-found');
    return from(this.cache.resolve(key, () => firstValueFrom(next.handle()))).pipe(
      map((redirect) => answer(redirect, request.url, response)),
    );
  }
}

/**
 * Sends the visitor on. The head is written as it is: Express would negotiate a body.
 * @throws Problem `link-not-found`, `link-gone`.
 */
function answer(redirect: Redirect | null, requestTarget: string, response: Response): void {
  if (redirect === null) throw new Problem('link-not-found');
  const objection = redirect.objection();
  if (objection !== undefined) throw new Problem(objection);
  response.writeHead(redirect.status, [...redirect.headersFor(requestTarget)]).end();
}
