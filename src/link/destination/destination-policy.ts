import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { invalidFields } from '../../platform/errors/problem.js';
import { isPrivateHost } from './private-host.js';

const MAX_LENGTH = 8192;

/** The characters of RFC 3986, with percent signs only where they encode something. */
const VALID_ASCII =
  /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$/;

/** The schemes that have an authority, after exactly two slashes. Parsers forgive others; we do not pass them on. */
const WEB_URL_WITH_HOST = /^(?:https?|wss?|ftp):\/\/[^/]/i;
const WEB_SCHEME = /^(?:https?|wss?|ftp):/i;

/** Also one that is empty, which the URL parser drops. */
const HAS_USER_INFO = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i;

/** No host is longer. One of marks without end takes the parser a time that grows with its square. */
const MAX_HOST_UNITS = 1024;
const AUTHORITY = /^[^:]*:[/\\\s]*([^/\\?#]*)/;
const TO_BE_CONVERTED = /[^\0-\x7f]|%/;

type UrlCheck = { readonly url: string } | { readonly error: string };

/** Decides where a link may lead, and how the destination is written. */
@Injectable()
export class DestinationPolicy {
  readonly #ownHost: string;
  /** Validation asks, and who writes it down asks again. */
  #last: { readonly text: string; readonly check: UrlCheck } | undefined;

  constructor(private readonly config: Config) {
    this.#ownHost = comparableHost(new URL(config.publicUrl));
  }

  /**
   * What is valid already is kept byte for byte; anything else becomes the serialisation of the URL
   * Standard. Either is printable ASCII, fit for a header.
   */
  check(text: string): UrlCheck {
    if (this.#last?.text !== text) this.#last = { text, check: this.#check(text) };
    return this.#last.check;
  }

  /**
   * The same, for a text that was let through before.
   * @throws Problem `validation-failed` if it was not.
   */
  canonical(text: string): string {
    const check = this.check(text);
    if ('url' in check) return check.url;
    throw invalidFields([{ pointer: '/url', detail: `url ${check.error}` }]);
  }

  #check(text: string): UrlCheck {
    if (text.length > MAX_LENGTH * 2) return { error: TOO_LONG };
    if (hasEndlessHost(text)) return { error: INVALID_HOST };
    const url = parse(text);
    if (url === undefined) return { error: 'is not an absolute URL' };
    if (HAS_USER_INFO.test(text) || `${url.username}${url.password}` !== '') {
      return { error: 'must not contain a user or password' };
    }
    const error = this.#findError(url);
    if (error !== undefined) return { error };
    const written = isWellWritten(text) ? text : url.href;
    if (Math.max(written.length, url.href.length) > MAX_LENGTH) return { error: TOO_LONG };
    return { url: written };
  }

  #findError(url: URL): string | undefined {
    const scheme = url.protocol.slice(0, -1);
    if (!this.config.allowedSchemes.includes(scheme)) {
      return `must have one of the schemes ${this.config.allowedSchemes.join(', ')}`;
    }
    const host = hostOf(url);
    if (host === undefined) return INVALID_HOST;
    if (comparableHost(host) === this.#ownHost) return 'must not lead back to this service';
    const isAllowed = this.config.allowPrivateTargets || !isPrivateHost(host.hostname);
    return isAllowed || isHostless(url) ? undefined : 'must not lead to a private address';
  }
}

const TOO_LONG = `must have at most ${MAX_LENGTH} characters`;

const INVALID_HOST = 'has a host that is not valid';

function hasEndlessHost(text: string): boolean {
  const [, authority = ''] = AUTHORITY.exec(text) ?? [];
  return authority.length > MAX_HOST_UNITS && TO_BE_CONVERTED.test(authority);
}

function parse(text: string): URL | undefined {
  return text.isWellFormed() && URL.canParse(text) ? new URL(text) : undefined;
}

function isWellWritten(text: string): boolean {
  if (!VALID_ASCII.test(text)) return false;
  return !WEB_SCHEME.test(text) || WEB_URL_WITH_HOST.test(text);
}

/** The host of a scheme that is not of the web is opaque to the URL parser; read as a web host it is checked alike. */
function hostOf(url: URL): URL | undefined {
  if (WEB_SCHEME.test(url.protocol) || isHostless(url)) return url;
  const asWeb = `http://${url.host}`;
  return URL.canParse(asWeb) ? new URL(asWeb) : undefined;
}

/** As in `mailto:`, which leads to no host at all. */
function isHostless(url: URL): boolean {
  return !WEB_SCHEME.test(url.protocol) && url.host === '';
}

function comparableHost({ hostname }: URL): string {
  return hostname.replace(/\.+$/, '').toLowerCase();
}
