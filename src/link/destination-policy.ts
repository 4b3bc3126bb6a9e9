import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { isPublicAddress } from '../platform/ip-address.js';
import { OwnAddress } from './own-address.js';

const MAX_LENGTH = 8192;

/** RFC 3986 characters; `%` only as part of a percent-encoding. */
const VALID_ASCII =
  /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$/;

/** URL parsers accept other numbers of slashes, but not all clients do. */
const WEB_URL_WITH_HOST = /^(?:https?|wss?|ftp):\/\/[^/]/i;
const WEB_SCHEME = /^(?:https?|wss?|ftp):/i;

/** Also matches empty user info, which the URL parser drops. */
const HAS_USER_INFO = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i;

/** Longer than any valid host. The parser takes quadratic time for a host of combining marks. */
const MAX_HOST_UNITS = 1024;
const AUTHORITY = /^[^:]*:[/\\\s]*([^/\\?#]*)/;
/** The parser converts hosts of its special schemes only, which these are not (URL Standard, 4.2). */
const HAS_APP_SCHEME = /^(?!https?:|wss?:|ftp:|file:)[a-z][a-z0-9+.-]*:/i;
const NEEDS_CONVERSION = /[^\0-\x7f]|%/;

const TOO_LONG = `must have at most ${MAX_LENGTH} characters`;
const INVALID_HOST = 'has a host that is not valid';

/**
 * Names of special use (IANA; RFC 6761, 6762, 7686, 8375, 9476), under which no public page is, and names that sites
 * use on their own (RFC 6762, appendix G). Not `example`, which is for documents and leads nowhere.
 */
const PRIVATE_NAMES = [
  'alt',
  'arpa',
  'consul',
  'corp',
  'home',
  'internal',
  'intranet',
  'invalid',
  'lan',
  'local',
  'localdomain',
  'localhost',
  'mail',
  'onion',
  'private',
  'svc',
  'test',
  'ip6-localhost',
  'ip6-loopback',
];

export type UrlCheck = { readonly url: string } | { readonly error: string };

@Injectable()
export class DestinationPolicy {
  readonly #ownAddress: OwnAddress;

  constructor(private readonly config: Config) {
    this.#ownAddress = new OwnAddress(config.publicUrl);
  }

  /** Keeps a valid ASCII URL byte for byte, and serialises others to ASCII (URL Standard). */
  check(text: string): UrlCheck {
    if (text.length > MAX_LENGTH * 2) return { error: TOO_LONG };
    if (isHostTooLong(text)) return { error: INVALID_HOST };
    const url = parseUrl(text);
    if (url === undefined) return { error: 'is not an absolute URL' };
    if (HAS_USER_INFO.test(text) || `${url.username}${url.password}` !== '') {
      return { error: 'must not contain a user or password' };
    }
    const error = this.#findError(url);
    if (error !== undefined) return { error };
    const stored = isValidAscii(text) ? text : url.href;
    if (Math.max(stored.length, url.href.length) > MAX_LENGTH) return { error: TOO_LONG };
    return { url: stored };
  }

  #findError(url: URL): string | undefined {
    const scheme = url.protocol.slice(0, -1);
    if (!this.config.allowedSchemes.includes(scheme)) {
      return `must have one of the schemes ${this.config.allowedSchemes.join(', ')}`;
    }
    // In links to apps, as in `myapp://home/7`, the host is a word of the app, not an address.
    if (!WEB_SCHEME.test(url.protocol)) return undefined;
    if (this.#ownAddress.includes(url)) return 'must not lead back to this service';
    const isAllowed = this.config.allowPrivateTargets || !isPrivateHost(url);
    return isAllowed ? undefined : 'must not lead to a private address';
  }
}

function isHostTooLong(text: string): boolean {
  if (HAS_APP_SCHEME.test(text)) return false;
  const [, authority = ''] = AUTHORITY.exec(text) ?? [];
  return authority.length > MAX_HOST_UNITS && NEEDS_CONVERSION.test(authority);
}

function parseUrl(text: string): URL | undefined {
  return text.isWellFormed() && URL.canParse(text) ? new URL(text) : undefined;
}

function isValidAscii(text: string): boolean {
  if (!VALID_ASCII.test(text)) return false;
  return !WEB_SCHEME.test(text) || WEB_URL_WITH_HOST.test(text);
}

/** Does not resolve names: the visitor's browser does, and may get another answer. */
function isPrivateHost(url: URL): boolean {
  const host = toComparableHost(url).replace(/^\[|\]$/g, '');
  if (host === '') return true;
  if (isIP(host) !== 0) return !isPublicAddress(host);
  // A search domain of the visitor's network completes such a name.
  if (!host.includes('.')) return true;
  return PRIVATE_NAMES.some((name) => host === name || host.endsWith(`.${name}`));
}

function toComparableHost({ hostname }: URL): string {
  return hostname.replace(/\.+$/, '').toLowerCase();
}
