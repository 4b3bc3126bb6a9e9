/** Databases limit the number of parameters of a statement. */
const ROWS_AT_A_TIME = 1_000;

export function chunk<T>(rows: readonly T[], size = ROWS_AT_A_TIME): T[][] {
  const count = Math.ceil(rows.length / size);
  return Array.from({ length: count }, (_, index) => rows.slice(index * size, (index + 1) * size));
}
