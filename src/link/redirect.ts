import type { EntityManager } from 'typeorm';
import type { ProblemCode } from '../platform/errors/problems.js';
import { getLinkState, type LinkState } from './link-state.js';
import type { Link } from './link.entity.js';

const COLUMNS = [
  'id',
  'key',
  'url',
  'redirectStatus',
  'cacheSeconds',
  'forwardQuery',
  'validFromMs',
  'expiresAtMs',
  'disabled',
  'maxClicks',
  'expiredUrl',
  'deletedAtMs',
] as const satisfies readonly (keyof Link)[];

export type RedirectTarget = Pick<Link, (typeof COLUMNS)[number]>;

/** Whether visitors of the two get the same answers. */
export function redirectsAlike(one: RedirectTarget, other: RedirectTarget): boolean {
  return COLUMNS.every((name) => one[name] === other[name]);
}

const SELECT = `SELECT ${COLUMNS.map((name) => `\`${name}\``).join(', ')} FROM \`link\` WHERE \`key\` = ?`;

/** Drivers return booleans as numbers. */
type Row = Omit<RedirectTarget, 'forwardQuery' | 'disabled'> &
  Record<'forwardQuery' | 'disabled', number>;

/** Finds deleted links too. TypeORM takes longer to build this query than MySQL takes to run it. */
export async function selectTarget(
  manager: EntityManager,
  key: string,
): Promise<RedirectTarget | null> {
  const [row] = await manager.query<Row[]>(SELECT, [key]);
  if (row === undefined) return null;
  return { ...row, forwardQuery: row.forwardQuery === 1, disabled: row.disabled === 1 };
}

/** The response to visitors of a link. The constructor prepares what no request changes. */
export class Redirect {
  readonly id: number;
  readonly status: number;
  /** If not `null`, the caller must check the click limit. */
  readonly maxClicks: number | null;
  readonly #headers: readonly string[];
  /** `null` if the redirect must not be cached. */
  readonly #cacheSeconds: number | null;
  readonly #dependsOnTime: boolean;

  constructor(private readonly target: RedirectTarget) {
    this.id = target.id;
    this.status = target.redirectStatus;
    this.maxClicks = target.maxClicks;
    // A cached redirect would not count towards the click limit.
    const isCacheable = target.cacheSeconds > 0 && target.maxClicks === null;
    this.#cacheSeconds = isCacheable ? target.cacheSeconds : null;
    this.#headers = buildHeaders(target.url, this.#cacheSeconds);
    this.#dependsOnTime = target.validFromMs !== null || target.expiresAtMs !== null;
  }

  get key(): string {
    return this.target.key;
  }

  get url(): string {
    return this.target.url;
  }

  /** Of a 302 for visitors of an expired or exhausted link, or `undefined` if they have no other URL. */
  get expiredHeaders(): readonly string[] | undefined {
    const { expiredUrl } = this.target;
    return expiredUrl === null ? undefined : buildHeaders(expiredUrl, null);
  }

  /** Names and values, alternating. */
  headersFor(requestTarget: string, nowMs = Date.now): readonly string[] {
    const { url, forwardQuery } = this.target;
    const maxAgeSeconds = this.#maxAgeSeconds(nowMs);
    if (!forwardQuery && maxAgeSeconds === this.#cacheSeconds) return this.#headers;
    const location = forwardQuery ? appendQuery(url, getQuery(requestTarget)) : url;
    return buildHeaders(location, maxAgeSeconds);
  }

  #maxAgeSeconds(nowMs: () => number): number | null {
    const { expiresAtMs } = this.target;
    if (this.#cacheSeconds === null || expiresAtMs === null) return this.#cacheSeconds;
    const secondsLeft = Math.floor((expiresAtMs - nowMs()) / 1000);
    return Math.min(this.#cacheSeconds, Math.max(secondsLeft, 0));
  }

  /** Why the link does not redirect now, or `undefined` if it does. Does not check `maxClicks`. */
  problem(nowMs = Date.now): ProblemCode | undefined {
    if (this.target.deletedAtMs !== null) return 'link-gone';
    const state = this.#state(nowMs);
    if (state === 'active') return undefined;
    return state === 'scheduled' ? 'link-not-found' : 'link-gone';
  }

  isExpired(nowMs = Date.now): boolean {
    return this.target.deletedAtMs === null && this.#state(nowMs) === 'expired';
  }

  #state(nowMs: () => number): LinkState {
    return getLinkState(this.target, 0, this.#dependsOnTime ? nowMs() : 0);
  }
}

function buildHeaders(location: string, maxAgeSeconds: number | null): readonly string[] {
  const cacheControl = `private, ${maxAgeSeconds === null ? 'no-store' : `max-age=${maxAgeSeconds}`}`;
  return ['Location', location, 'Content-Length', '0', 'Cache-Control', cacheControl];
}

function getQuery(requestTarget: string): string {
  const at = requestTarget.indexOf('?');
  return at === -1 ? '' : requestTarget.slice(at + 1);
}

/** The characters that RFC 3986, 3.4 does not allow in a query. */
const NOT_IN_QUERY = /[^A-Za-z0-9._~!$&'()*+,;=:@/?%-]/g;

/** Appends a visitor's raw query to the query of a destination, before the fragment. */
export function appendQuery(url: string, query: string): string {
  if (query === '') return url;
  const appended = query.replace(NOT_IN_QUERY, percentEncode);
  const hashAt = url.indexOf('#');
  const base = hashAt === -1 ? url : url.slice(0, hashAt);
  const fragment = hashAt === -1 ? '' : url.slice(hashAt);
  return base + separatorAfter(base) + appended + fragment;
}

function separatorAfter(base: string): string {
  if (!base.includes('?')) return '?';
  return base.endsWith('?') || base.endsWith('&') ? '' : '&';
}

/** Node decodes the bytes of a request target as Latin-1. */
function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
