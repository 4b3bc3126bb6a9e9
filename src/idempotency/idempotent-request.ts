import { hash } from 'node:crypto';
import { invalidFields } from '../platform/errors/problem.js';

/** A request with an idempotency key, in hashes: who sent it with which key, and what it asks for. */
export interface IdempotentRequest {
  readonly id: string;
  readonly fingerprint: string;
}

const HEADER = 'Idempotency-Key';
/** A string of RFC 9651, as the draft has it, */
const STRING = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,255})"$/;
/** and what most clients send: it is the same key with and without quotes. */
const BARE = /^[\x21\x23-\x2b\x2d-\x7e]{1,255}$/;

/**
 * @param header `undefined` if there is none.
 * @param operation a name: a key that was used for another is not to be used for this one.
 * @throws Problem `validation-failed` if it is none.
 */
export function toIdempotentRequest(
  header: string | undefined,
  apiKeyId: string,
  operation: string,
  body: unknown,
): IdempotentRequest | undefined {
  if (header === undefined) return undefined;
  const key = BARE.test(header) ? header : STRING.exec(header)?.[1]?.replaceAll(/\\(.)/g, '$1');
  if (key === undefined) {
    const detail =
      'must have 1 to 255 printable characters of ASCII, between double quotes or without';
    throw invalidFields([{ pointer: HEADER, detail: `${HEADER} ${detail}` }]);
  }
  return {
    id: hash('sha256', `${apiKeyId} ${key}`, 'hex'),
    fingerprint: hash('sha256', `${operation} ${canonical(body)}`, 'hex'),
  };
}

/** The order of fields, and blanks between them, say nothing. */
function canonical(body: unknown): string {
  return JSON.stringify(body, (_name, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(
      Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  });
}
