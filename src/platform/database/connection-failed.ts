import { DatabaseStartError, StartError } from '../config/start-error.js';
import { codeOf } from './dialect.js';

/** A connection could not be made, for whatever reason. It ends a start; later the database counts as unavailable. */
export class ConnectionFailed extends DatabaseStartError {
  constructor(cause: unknown) {
    super(cause instanceof StartError ? cause.message : describeUnreachable(cause), { cause });
  }
}

/** Gives only the code, because the message may contain the user or the host of the URL. */
function describeUnreachable(error: unknown): string {
  const code = codeOf(error) ?? 'unknown error';
  return `DATABASE_URL: the database cannot be reached (${code})`;
}
