import type { ServerResponse } from 'node:http';
import { Problem } from '../errors/problem.js';
import { withForwardedQuery } from '../link/destination/forwarded-query.js';
import { stateOf } from '../link/link-state.js';
import type { RedirectTarget } from '../link/redirect-target.js';

/**
 * Sends the visitor on. The head is written as it is: Express would negotiate a body.
 * @param requestTarget the raw path and query of the request.
 * @throws Problem `link-not-found`, `link-gone`.
 */
export function answerRedirect(
  target: RedirectTarget | null,
  requestTarget: string,
  nowMs: number,
  response: ServerResponse,
): void {
  const { redirectStatus, cacheSeconds, ...live } = assertLive(target, nowMs);
  response
    .writeHead(redirectStatus, {
      Location: live.forwardQuery ? withForwardedQuery(live.url, queryOf(requestTarget)) : live.url,
      'Content-Length': '0',
      'Cache-Control': cacheSeconds > 0 ? `private, max-age=${cacheSeconds}` : 'private, no-store',
    })
    .end();
}

function assertLive(target: RedirectTarget | null, nowMs: number): RedirectTarget {
  if (target === null) throw new Problem('link-not-found');
  if (target.deletedAtMs !== null) throw new Problem('link-gone');
  const state = stateOf(target, nowMs);
  if (state === 'scheduled') throw new Problem('link-not-found');
  if (state !== 'active') throw new Problem('link-gone');
  return target;
}

function queryOf(requestTarget: string): string {
  const at = requestTarget.indexOf('?');
  return at === -1 ? '' : requestTarget.slice(at + 1);
}
