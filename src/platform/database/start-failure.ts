import { isUnavailable, Problem } from '../errors/problem.js';
import { StartError } from '../config/start-error.js';
import { ConnectionFailed } from './connection-failed.js';
import { mysql } from './mysql.dialect.js';
import { sqlite } from './sqlite.dialect.js';

/** Turns the error of a database that went away during a start into that of one that was away before. */
export function toStartFailure(error: unknown): unknown {
  if (error instanceof StartError) return error;
  if (isUnavailable(error)) return new ConnectionFailed((error as Problem).cause);
  const isAway = mysql.isUnavailable(error) || sqlite.isUnavailable(error);
  return isAway ? new ConnectionFailed(error) : error;
}
