import ipaddr from 'ipaddr.js';
import * as z from 'zod/mini';

/** What Express's `trust proxy` setting takes. */
export type TrustProxy = z.output<typeof trustProxy>;

const PROXY_NAMES = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** Schemes that run code or read local files in the visitor's browser. */
const DANGEROUS_SCHEMES = new Set([
  'javascript',
  'data',
  'vbscript',
  'file',
  'blob',
  'about',
  'view-source',
]);

export const boolean = z.stringbool({
  truthy: ['true'],
  falsy: ['false'],
  case: 'sensitive',
  error: 'must be true or false',
});

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export const logLevel = z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`);

export const robots = z.enum(['links', 'none'], 'must be links or none');

/** Only characters that an HTTP header can carry. */
export const apiKey = z
  .string()
  .check(z.regex(/^[\x21-\x7e]{8,256}$/, 'must be 8 to 256 visible ASCII characters'));

export const instances = z.union(
  [z.literal('max'), wholeNumber(1, 999)],
  'must be max or a whole number from 1 to 999',
);

export const balancing = z.enum(
  ['round-robin', 'shared-socket'],
  'must be round-robin or shared-socket',
);

const commaSeparated = z.pipe(
  z.string(),
  z.transform((value) => value.split(',').map((entry) => entry.trim())),
);

const proxyAddresses = commaSeparated.check(
  // Without `abort`, the union reports this issue in place of its own.
  z.refine((entries) => entries.every(isProxyAddress), { abort: true }),
);

export const trustProxy = z.union(
  [boolean, wholeNumber(0, 99), proxyAddresses],
  'must be true, false, a number of hops, or addresses and subnets',
);

export const schemes = z
  .pipe(
    commaSeparated,
    z.transform((entries) => entries.map((entry) => entry.toLowerCase())),
  )
  .check(
    z.refine((entries) => entries.every((entry) => /^[a-z][a-z0-9+.-]*$/.test(entry)), {
      error: 'must be a comma-separated list of schemes',
      abort: true,
    }),
    z.refine((entries) => !entries.some((entry) => DANGEROUS_SCHEMES.has(entry)), {
      error: `must not contain any of ${[...DANGEROUS_SCHEMES].join(', ')}`,
    }),
  );

/** A host name or an address. IPv6 addresses may be in brackets, as in URLs. */
export const host = z.pipe(
  z.string(),
  z.transform((value) => value.replace(/^\[(.*)\]$/, '$1')),
);

/** Origins in the form that browsers send, because they are compared as text. */
export const origins = commaSeparated.check(
  z.refine(
    (entries) => entries.every(isWebOrigin),
    'must be a comma-separated list of origins such as https://example.com',
  ),
);

/** The base of short URLs, without a slash at its end. A path of `//` would name another host in links. */
export const publicUrl = z.pipe(
  z.string().check(
    z.refine(isBaseUrl, {
      error: 'must be an http or https URL without user, query or fragment',
      abort: true,
    }),
  ),
  z.transform((value) => {
    const { origin, pathname } = new URL(value);
    return origin + pathname.replace(/\/+/g, '/').replace(/\/$/, '');
  }),
);

export function wholeNumber(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.pipe(
    z.string().check(z.regex(/^\d{1,15}$/, error)),
    z.pipe(z.transform(Number), z.number().check(z.minimum(min, error), z.maximum(max, error))),
  );
}

function isProxyAddress(entry: string): boolean {
  return PROXY_NAMES.has(entry) || ipaddr.isValid(entry) || ipaddr.isValidCIDR(entry);
}

function isWebOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

function isBaseUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === '';
}
