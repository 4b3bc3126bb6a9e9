import { hash } from 'node:crypto';
import { invalidFields } from '../platform/errors/problem.js';

/** A request with an idempotency key: a hash of the API key and the idempotency key, and a hash of the rest. */
export interface IdempotentRequest {
  readonly id: string;
  readonly fingerprint: string;
}

const HEADER = 'Idempotency-Key';
/** A string of RFC 9651, as the draft requires. */
const STRING = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,255})"$/;
/** Most clients send the key without quotes. Both forms are the same key. */
const BARE = /^[\x21\x23-\x2b\x2d-\x7e]{1,255}$/;

/** A key cannot be used for two operations. @throws Problem `validation-failed`. */
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
    fingerprint: hash('sha256', `${operation} ${canonicalJson(body)}`, 'hex'),
  };
}

/** Serialises without regard to the order of fields and to white space. */
function canonicalJson(body: unknown): string {
  return JSON.stringify(body, (_name, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(
      Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  });
}
