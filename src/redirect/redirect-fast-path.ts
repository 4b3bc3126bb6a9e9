import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { LinkCache } from '../cache/link-cache.js';
import { ClickRecorder } from '../click/click-recorder.js';
import type { Redirect } from '../link/redirect.js';
import { chooseRequestId } from '../platform/logging/request-id.js';
import { RedirectMetrics } from './redirect.metrics.js';
import { parseKey } from './request-target.js';

/** Serves cached redirects before Express sees them, byte for byte as the Nest route does. */
@Injectable()
export class RedirectFastPath {
  constructor(
    private readonly cache: LinkCache,
    private readonly clicks: ClickRecorder,
    private readonly metrics: RedirectMetrics,
  ) {}

  /** Returns `false`, and leaves request and response untouched, if it does not serve the request. */
  readonly serve = (request: IncomingMessage, response: ServerResponse): boolean => {
    const { method, url = '' } = request;
    if (method !== 'GET' && method !== 'HEAD') return false;
    const startedAtMs = performance.now();
    const key = parseKey(url);
    const redirect = key === undefined ? undefined : this.cache.getSync(key);
    if (redirect === undefined || !this.respond(redirect, request, response)) return false;
    this.cache.countHit();
    this.metrics.fastPath.add(redirect.status, startedAtMs);
    return true;
  };

  /** Returns `false`, as `serve` does, for links with a click limit and those that do not redirect now. */
  respond(redirect: Redirect, request: IncomingMessage, response: ServerResponse): boolean {
    if (redirect.maxClicks !== null || redirect.problem() !== undefined) return false;
    response
      .writeHead(redirect.status, [
        'X-Request-Id',
        chooseRequestId(request),
        ...redirect.headersFor(request.url ?? ''),
      ])
      .end();
    if (request.method === 'GET') this.clicks.record(redirect, request);
    return true;
  }
}
