import { Injectable } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';
import { Config } from '../platform/config/config.js';
import { Problem } from '../platform/errors/problem.js';
import { isSameOrigin } from '../platform/http/same-origin.js';
import { isGeneratedSecret } from './api-key.js';

/** Methods that change nothing. */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

type PublicUrl = Pick<Config, 'publicUrl'>;

/** Browsers send `Secure` cookies, and accept the prefix, over HTTPS only. */
export function sessionCookieName({ publicUrl }: PublicUrl): string {
  return hasSecureCookie({ publicUrl }) ? '__Host-shortcore' : 'shortcore';
}

export function hasSecureCookie({ publicUrl }: PublicUrl): boolean {
  return publicUrl.startsWith('https:');
}

/** The cookie that holds the secret of a session. Scripts cannot read it, and other sites cannot send it. */
@Injectable()
export class SessionCookie {
  readonly #name: string;
  readonly #options: CookieOptions;
  readonly #publicHost: string;

  constructor(config: Config) {
    this.#name = sessionCookieName(config);
    // The prefix `__Host-` requires this path.
    const path = '/';
    const secure = hasSecureCookie(config);
    this.#options = { httpOnly: true, secure, sameSite: 'strict', path };
    this.#publicHost = new URL(config.publicUrl).host;
  }

  /**
   * Returns the secret, or `undefined` without a cookie of the right form. A repeated cookie counts as none,
   * because it is not known which one this service has set.
   * @throws Problem `cross-origin` if the request may change something and is not known to come from this service.
   */
  read(request: Request): string | undefined {
    const [secret, ...others] = valuesOf(this.#name, request.headers.cookie);
    if (secret === undefined || others.length > 0 || !isGeneratedSecret(secret)) return undefined;
    if (!SAFE_METHODS.has(request.method) && !this.#isSameOrigin(request)) throw crossOrigin();
    return secret;
  }

  /** @throws Problem `cross-origin` if a page of another origin sent the request. Programs may sign in. */
  assertNotCrossOrigin(request: Request): void {
    if (this.#isSameOrigin(request) === false) throw crossOrigin();
  }

  /** @param maxAgeMs how long the browser keeps the cookie; without it, until it is closed. */
  set(response: Response, secret: string, maxAgeMs?: number): void {
    const maxAge = maxAgeMs === undefined ? {} : { maxAge: maxAgeMs };
    response.cookie(this.#name, secret, { ...this.#options, ...maxAge });
  }

  clear(response: Response): void {
    response.clearCookie(this.#name, this.#options);
  }

  #isSameOrigin(request: Request): boolean | undefined {
    return isSameOrigin(request, this.#publicHost);
  }
}

/** Node.js joins repeated `Cookie` headers by `; `. */
function valuesOf(name: string, cookies = ''): string[] {
  const prefix = `${name}=`;
  return cookies
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie.startsWith(prefix))
    .map((cookie) => cookie.slice(prefix.length));
}

function crossOrigin(): Problem {
  const detail =
    'A call with the cookie of a session must come from a page of this service, by Sec-Fetch-Site or Origin.';
  return new Problem('cross-origin', { detail });
}
