import { MAX_KEY_CODE_POINTS } from '../link/canonical-key.js';
import { isReserved } from '../link/reserved-words.js';
import { toNfc } from '../platform/nfc.js';

const SLASH = '/'.charCodeAt(0);

/**
 * Extracts the key as the route `/:key` does. Returns `undefined` if the target is not in origin form
 * (RFC 9112, 3.2) or its percent-encoding is invalid.
 */
export function parseKey(target: string): string | undefined {
  if (target.charCodeAt(0) !== SLASH) return undefined;
  const queryAt = target.indexOf('?');
  const end = queryAt === -1 ? target.length : queryAt;
  const hasTrailingSlash = end > 1 && target.charCodeAt(end - 1) === SLASH;
  const text = target.slice(1, hasTrailingSlash ? end - 1 : end);
  return text.includes('%') ? decodeKey(text) : text;
}

/** A target of which the segment has no other spelling, and that only the route `/:key` matches. */
const PLAIN_KEY = /^\/([\w-]{1,64})\/?(?:\?|$)/;

/** Extracts the key from most targets. Returns `undefined` for those that take more than this to understand. */
export function parsePlainKey(target: string): string | undefined {
  const [, key] = PLAIN_KEY.exec(target) ?? [];
  return key === undefined || isReserved(key) ? undefined : key;
}

function decodeKey(text: string): string | undefined {
  try {
    return toNfc(decodeURIComponent(text), MAX_KEY_CODE_POINTS);
  } catch {
    return undefined;
  }
}
