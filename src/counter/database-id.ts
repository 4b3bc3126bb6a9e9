import { createHash } from 'node:crypto';

const LENGTH = 16;

/** Names the database to which ids belong, in DATA_DIR. @param secret of the counter. */
export function databaseIdOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, LENGTH);
}
