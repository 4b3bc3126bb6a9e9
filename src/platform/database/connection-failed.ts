import { DatabaseStartError, StartError } from '../config/start-error.js';
import { codeOf } from './dialect.js';

/** A connection could not be made, for whatever reason. It ends a start; later the database counts as unavailable. */
export class ConnectionFailed extends DatabaseStartError {
  constructor(cause: unknown) {
    super(cause instanceof StartError ? cause.message : describeUnreachable(cause), { cause });
  }
}

/** What some of these codes mean. */
const REFUSALS: Readonly<Record<string, string>> = {
  // MariaDB's answer to a connection that must have TLS.
  ER_ACCESS_DENIED_ERROR: 'the database refuses the user, the password or a connection without TLS',
  HANDSHAKE_NO_SSL_SUPPORT: 'the database does not offer TLS, which ssl-mode requires',
  HANDSHAKE_SSL_ERROR: 'no TLS connection to the database',
  ER_SECURE_TRANSPORT_REQUIRED: 'the database requires TLS: add ssl-mode=REQUIRED to the URL',
};

/** Wrong user or password, no rights, no such database. */
const REFUSING_STATES = new Set(['28000', '42000', '3D000']);

/** Whether a server that answers so answers so again. */
export function isRefusal({ cause }: ConnectionFailed): boolean {
  const { sqlState } = cause as { sqlState?: string };
  return (codeOf(cause) ?? '') in REFUSALS || REFUSING_STATES.has(sqlState ?? '');
}

/** Gives only the code, because the message may contain the user or the host of the URL. */
function describeUnreachable(error: unknown): string {
  const code = codeOf(error) ?? 'unknown error';
  const failure = REFUSALS[code] ?? 'the database cannot be reached';
  return `DATABASE_URL: ${failure} (${certificateFailure(error) ?? code})`;
}

/** Says what is wrong with a certificate, without the names that it is for. */
function certificateFailure(error: unknown): string | undefined {
  if (codeOf(error) !== 'HANDSHAKE_SSL_ERROR') return undefined;
  const failure = error as Error;
  return 'cert' in failure ? 'the certificate is for another host' : failure.message;
}
