import { Problem } from '../errors/problem.js';

export function databaseUnavailable(cause: unknown): Problem {
  return new Problem('database-unavailable', { headers: { 'Retry-After': '5' }, cause });
}
