import { inBatches } from './batches.js';
import type { Dialect } from './dialect.js';

/** Some texts are long, and databases limit the length of a statement. */
const ROWS_AT_A_TIME = 250;

/**
 * Inserts the rows whose unique keys are free, in a transaction, and returns the others. A statement with
 * many rows that finds one taken inserts none: then each half is tried.
 */
export async function insertFree<T>(
  { isDuplicateKey }: Pick<Dialect, 'isDuplicateKey'>,
  rows: readonly T[],
  insert: (some: readonly T[]) => Promise<unknown>,
): Promise<T[]> {
  const taken: T[] = [];
  const batches = inBatches(rows, ROWS_AT_A_TIME);
  for (let some = batches.shift(); some !== undefined; some = batches.shift()) {
    try {
      await insert(some);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      if (some.length === 1) taken.push(...some);
      else batches.unshift(...inBatches(some, Math.ceil(some.length / 2)));
    }
  }
  return taken;
}
