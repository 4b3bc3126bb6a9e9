import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../platform/errors/problem.js';

/** Each failed attempt is one that another editor won, so this many may edit a link at once. */
const MAX_ATTEMPTS = 500;
/** A random pause up to this comes before each new attempt, so that editors do not meet again. */
const MAX_PAUSE_MS = 100;

/** Thrown to roll back the transaction: the link has changed since it was read. */
export class Conflict extends Error {}

/** Thrown to roll back the transaction: generated keys are aliases, or their ids are used. */
export class KeysTaken extends Error {
  constructor(readonly ids: ReadonlySet<number>) {
    super('generated keys are taken');
  }
}

/** Repeats the attempt on Conflict. Throws Problem `version-mismatch` after too many. */
export async function retryOnConflict<T>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 0; count < MAX_ATTEMPTS; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
    await sleep(Math.random() * Math.min(2 ** count, MAX_PAUSE_MS));
  }
  throw new Problem('version-mismatch');
}
