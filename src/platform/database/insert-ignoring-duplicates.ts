import { chunk } from './chunk.js';
import type { Dialect } from './dialect.js';

/** Some texts are long, and databases limit the length of a statement. */
const ROWS_AT_A_TIME = 250;

/** In a transaction, inserts the rows whose unique keys are free, and returns the others. */
export async function insertIgnoringDuplicates<T>(
  { isDuplicateKey }: Pick<Dialect, 'isDuplicateKey'>,
  rows: readonly T[],
  insert: (some: readonly T[]) => Promise<unknown>,
): Promise<T[]> {
  const taken: T[] = [];
  const batches = chunk(rows, ROWS_AT_A_TIME);
  for (let some = batches.shift(); some !== undefined; some = batches.shift()) {
    try {
      await insert(some);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      if (some.length === 1) taken.push(...some);
      else batches.unshift(...chunk(some, Math.ceil(some.length / 2)));
    }
  }
  return taken;
}
