import { isIP } from 'node:net';
import * as z from 'zod/mini';

const MYSQL_PORT = 3306;

/** The modes of MySQL's clients, without those that allow an unencrypted connection. */
const TLS_MODES = ['REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY'] as const;

export interface TlsSettings {
  readonly mode: (typeof TLS_MODES)[number];
  /** A file with certificates in PEM. Without it, those that Node.js trusts. */
  readonly caFile: string | undefined;
}

interface SqliteLocation {
  readonly kind: 'sqlite';
  readonly path: string;
}

export interface MySqlLocation {
  readonly kind: 'mysql';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Without it, the connection is not encrypted. */
  readonly tls: TlsSettings | undefined;
}

export type DatabaseLocation = SqliteLocation | MySqlLocation;

/** What is wrong with a URL, without any part of it. */
class InvalidUrl extends Error {}

export const databaseUrl = z.pipe(
  z.string(),
  z.transform((value, context): DatabaseLocation => {
    try {
      return parseDatabaseUrl(value);
    } catch (error) {
      context.issues.push({ code: 'custom', message: describe(error), input: value });
      return z.NEVER;
    }
  }),
);

function describe(error: unknown): string {
  if (error instanceof InvalidUrl) return error.message;
  return error instanceof URIError
    ? 'must have each % of user, password and name written as %25'
    : 'must be sqlite:<path> or mysql://user:password@host:port/name';
}

function parseDatabaseUrl(value: string): DatabaseLocation {
  const [, path] = /^sqlite:(.+)$/.exec(value) ?? [];
  // SQLite has other meanings for these: each connection would have a database of its own.
  if (path?.startsWith(':') || path?.startsWith('file:')) throw new TypeError('not a file');
  if (path !== undefined) return { kind: 'sqlite', path };
  const { protocol, hostname, port, username, password, pathname, searchParams, hash } = new URL(
    value,
  );
  const isComplete = protocol === 'mysql:' && hostname !== '' && /^\/[^/]+$/.test(pathname);
  if (!isComplete || hash !== '') throw new TypeError('not a database URL');
  const host = hostname.replace(/^\[|\]$/g, '');
  return {
    kind: 'mysql',
    host,
    port: Number(port || MYSQL_PORT),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    tls: parseTls(searchParams, host),
  };
}

/** Throws on other parameters too: one that is ignored could have asked for encryption. */
function parseTls(parameters: URLSearchParams, host: string): TlsSettings | undefined {
  const { 'ssl-mode': given, 'ssl-ca': caFile, ...others } = Object.fromEntries(parameters);
  const isRepeated = new Set(parameters.keys()).size !== parameters.size;
  if (isRepeated || Object.keys(others).length > 0) {
    throw new InvalidUrl('must have no parameters but ssl-mode and ssl-ca, each once');
  }
  if (given === undefined && caFile === undefined) return undefined;
  const mode = TLS_MODES.find((known) => known === given);
  if (mode === undefined) throw new InvalidUrl(`must have an ssl-mode of ${TLS_MODES.join(', ')}`);
  if (caFile === '') throw new InvalidUrl('must name a file as ssl-ca');
  // The driver would compare the certificate with another name.
  if (mode === 'VERIFY_IDENTITY' && isIP(host) !== 0) {
    throw new InvalidUrl('must have a host name, not an address, for ssl-mode=VERIFY_IDENTITY');
  }
  return { mode, caFile };
}
