import type { LinkCache } from '../cache/link-cache.js';
import { toStoredKeys } from '../link/canonical-key.js';
import type { Redirect } from '../link/redirect.js';

interface RedirectSource {
  load(this: void, key: string): Promise<Redirect | null>;
  /** @throws Problem `database-unavailable` in an outage. */
  assertUp(this: void): void;
}

/**
 * Finds a link by any spelling of its key. Cached links are known by the keys that are stored, so that an
 * invalidation reaches each.
 */
export async function findRedirect(
  cache: LinkCache,
  text: string,
  { load, assertUp }: RedirectSource,
): Promise<Redirect | null> {
  for (const key of toStoredKeys(text)) {
    const found = await cache.resolve(key, () => load(key), assertUp);
    if (found !== null) return found;
  }
  return null;
}
