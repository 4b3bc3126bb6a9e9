import type { ProblemCode } from '../platform/errors/problems.js';
import { withForwardedQuery } from './destination/forwarded-query.js';
import { stateOf } from './link-state.js';
import type { RedirectTarget } from './redirect-target.js';

/** What visitors of a link are answered. All that can be known before they come is worked out once. */
export class Redirect {
  readonly id: number;
  readonly status: number;
  /** If there is one, who is served is not decided here. */
  readonly maxClicks: number | null;
  readonly #headers: readonly string[];
  /** Whether it has to be asked what time it is. */
  readonly #isTimed: boolean;

  constructor(private readonly target: RedirectTarget) {
    this.id = target.id;
    this.status = target.redirectStatus;
    this.maxClicks = target.maxClicks;
    this.#headers = headersTo(target.url, target);
    this.#isTimed = target.validFromMs !== null || target.expiresAtMs !== null;
  }

  /** Names and values in turn. */
  headersFor(requestTarget: string): readonly string[] {
    if (!this.target.forwardQuery) return this.#headers;
    const location = withForwardedQuery(this.target.url, queryOf(requestTarget));
    return headersTo(location, this.target);
  }

  /** Why nobody is sent on now; `undefined` if everybody is, as far as `maxClicks` allows. */
  problem(nowMs = Date.now): ProblemCode | undefined {
    if (this.target.deletedAtMs !== null) return 'link-gone';
    const state = stateOf(this.target, 0, this.#isTimed ? nowMs() : 0);
    if (state === 'active') return undefined;
    return state === 'scheduled' ? 'link-not-found' : 'link-gone';
  }
}

function headersTo(location: string, { cacheSeconds }: RedirectTarget): readonly string[] {
  const cacheControl = cacheSeconds > 0 ? `private, max-age=${cacheSeconds}` : 'private, no-store';
  return ['Location', location, 'Content-Length', '0', 'Cache-Control', cacheControl];
}

function queryOf(requestTarget: string): string {
  const at = requestTarget.indexOf('?');
  return at === -1 ? '' : requestTarget.slice(at + 1);
}
