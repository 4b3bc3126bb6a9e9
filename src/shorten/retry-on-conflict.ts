import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../platform/errors/problem.js';

/** Each attempt that fails is one that another editor won, so this many editors may meet on one link. */
const MAX_ATTEMPTS = 500;
/** They then wait a random while, up to this, so that they do not meet again. */
const MAX_PAUSE_MS = 100;

/**
 * Tries until nobody else was faster, of which an attempt says so by `undefined`.
 * @throws Problem `version-mismatch` when there is no end to it, and what the attempt throws.
 */
export async function retryOnConflict<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let count = 0; count < MAX_ATTEMPTS; count++) {
    const result = await attempt();
    if (result !== undefined) return result;
    await sleep(Math.random() * Math.min(2 ** count, MAX_PAUSE_MS));
  }
  throw new Problem('version-mismatch');
}
