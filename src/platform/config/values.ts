import ipaddr from 'ipaddr.js';
import { InvalidValue } from './environment.js';

export interface MySqlLocation {
  readonly kind: 'mysql';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export type DatabaseLocation = { readonly kind: 'sqlite'; readonly path: string } | MySqlLocation;

/** What Express's `trust proxy` setting takes. */
export type TrustProxy = boolean | number | string[];

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const MYSQL_PORT = 3306;

/** Schemes that run code or read local files in the visitor's browser: never a destination. */
const DANGEROUS_SCHEMES = new Set([
  'javascript',
  'data',
  'vbscript',
  'file',
  'blob',
  'about',
  'view-source',
]);

export function parseDatabaseUrl(value: string): DatabaseLocation {
  if (value.startsWith('sqlite:') && value.length > 'sqlite:'.length) {
    return { kind: 'sqlite', path: value.slice('sqlite:'.length) };
  }
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const database = url?.pathname.slice(1) ?? '';
  const isComplete = url?.protocol === 'mysql:' && url.hostname !== '' && /^[^/]+$/.test(database);
  // Parameters would be ours to understand: better refused than dropped, as one may ask for encryption.
  if (!isComplete || url.search !== '' || url.hash !== '') {
    throw new InvalidValue('must be sqlite:<path> or mysql://user:password@host:port/name');
  }
  return {
    kind: 'mysql',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || MYSQL_PORT),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(database),
  };
}

/** The base of short URLs, without a slash at its end. */
export function parsePublicUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isBase =
    (url?.protocol === 'http:' || url?.protocol === 'https:') &&
    `${url.username}${url.password}${url.search}${url.hash}` === '';
  if (!isBase)
    throw new InvalidValue('must be an http or https URL without user, query or fragment');
  return url.href.replace(/\/+$/, '');
}

export function parseInstances(value: string): number | 'max' {
  if (value === 'max') return 'max';
  const count = Number(value);
  if (/^\d{1,3}$/.test(value) && count >= 1) return count;
  throw new InvalidValue('must be max or a whole number from 1 to 999');
}

export function parseTrustProxy(value: string): TrustProxy {
  if (value === 'true' || value === 'false') return value === 'true';
  if (/^\d{1,2}$/.test(value)) return Number(value);
  const entries = value.split(',').map((entry) => entry.trim());
  if (entries.every(isProxyAddress)) return entries;
  throw new InvalidValue('must be true, false, a number of hops, or addresses and subnets');
}

function isProxyAddress(entry: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(entry)) return true;
  return ipaddr.isValid(entry) || ipaddr.isValidCIDR(entry);
}

export function parseSchemes(value: string): readonly string[] {
  const schemes = value.split(',').map((scheme) => scheme.trim().toLowerCase());
  if (!schemes.every((scheme) => /^[a-z][a-z0-9+.-]*$/.test(scheme))) {
    throw new InvalidValue('must be a comma-separated list of schemes');
  }
  const dangerous = schemes.find((scheme) => DANGEROUS_SCHEMES.has(scheme));
  if (dangerous !== undefined) throw new InvalidValue(`must not allow ${dangerous}`);
  return schemes;
}

/** Each as browsers write it, since they are compared as text. */
export function parseOrigins(value: string): readonly string[] {
  const origins = value.split(',').map((origin) => origin.trim());
  if (origins.every(isWebOrigin)) return origins;
  throw new InvalidValue('must be a comma-separated list of origins such as https://example.com');
}

function isWebOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

export function parseLogLevel(value: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === value);
  if (level === undefined) throw new InvalidValue(`must be one of ${LOG_LEVELS.join(', ')}`);
  return level;
}

/** A key travels in a header, so it is visible ASCII. */
export function parseApiKey(value: string): string {
  if (/^[\x21-\x7e]{8,256}$/.test(value)) return value;
  throw new InvalidValue('must be 8 to 256 visible ASCII characters');
}
