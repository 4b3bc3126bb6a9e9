import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { LinkCache } from '../cache/link-cache.js';
import { ClickRecorder } from '../click/click-recorder.js';
import { chooseRequestId } from '../platform/logging/request-id.js';
import { parseKey } from './request-target.js';

/**
 * Answers from memory what can be answered from memory, before Express sees the request: no routing, no
 * promise, nothing worked out that was worked out when the link was read. What it declines takes the
 * long way, where the answer to a redirect is the same to the byte.
 */
@Injectable()
export class RedirectFastPath {
  constructor(
    private readonly cache: LinkCache,
    private readonly clicks: ClickRecorder,
  ) {}

  /** Whether the request was answered. If not, nothing was done to it. */
  readonly answer = (request: IncomingMessage, response: ServerResponse): boolean => {
    const { method, url = '' } = request;
    if (method !== 'GET' && method !== 'HEAD') return false;
    const key = parseKey(url);
    const redirect = key === undefined ? undefined : this.cache.getSync(key);
    if (redirect === undefined || redirect.maxClicks !== null) return false;
    if (redirect.problem() !== undefined) return false;
    this.cache.countHit();
    response
      .writeHead(redirect.status, [
        'X-Request-Id',
        chooseRequestId(request),
        ...redirect.headersFor(url),
      ])
      .end();
    if (method === 'GET') this.clicks.record(redirect, request);
    return true;
  };
}
