import { normalizeKey } from '../link/alias.js';

const SLASH = '/'.charCodeAt(0);

/**
 * The text in the place of the key, as the route `/:key` finds it. `undefined` if the target has another
 * form than a plain path (RFC 9112, 3.2), or its percent-encoding is broken.
 */
export function parseKey(target: string): string | undefined {
  if (target.charCodeAt(0) !== SLASH) return undefined;
  const queryAt = target.indexOf('?');
  const end = queryAt === -1 ? target.length : queryAt;
  const hasTrailingSlash = end > 1 && target.charCodeAt(end - 1) === SLASH;
  const text = target.slice(1, hasTrailingSlash ? end - 1 : end);
  return text.includes('%') ? decoded(text) : text;
}

function decoded(text: string): string | undefined {
  try {
    return normalizeKey(decodeURIComponent(text));
  } catch {
    return undefined;
  }
}
