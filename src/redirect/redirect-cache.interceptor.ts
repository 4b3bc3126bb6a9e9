import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { firstValueFrom, from, map, type Observable } from 'rxjs';
import { LinkCache } from '../cache/link-cache.js';
import { normalizeKey } from '../link/alias.js';
import type { RedirectTarget } from '../link/redirect-target.js';
import { answerRedirect } from './redirect-answer.js';

/** Stands between the visitor and the database: asks the handler only for what memory does not hold. */
@Injectable()
export class RedirectCacheInterceptor implements NestInterceptor<RedirectTarget | null, void> {
  constructor(private readonly cache: LinkCache) {}

  intercept(context: ExecutionContext, next: CallHandler<RedirectTarget | null>): Observable<void> {
    const request = context.switchToHttp().getRequest<Request<{ key: string }>>();
    const response = context.switchToHttp().getResponse<Response>();
    const key = normalizeKey(request.params.key);
    return from(this.cache.resolve(key, () => firstValueFrom(next.handle()))).pipe(
      map((target) => answerRedirect(target, request.url, Date.now(), response)),
    );
  }
}
