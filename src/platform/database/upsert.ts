import type { EntityManager } from 'typeorm';

type Merge = 'add' | 'max' | 'replace';

/** Rows to insert, and how to merge a row into an existing row with the same key. */
export interface Upsert {
  readonly table: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
  /** Values in the order of `columns`. */
  readonly rows: readonly (readonly unknown[])[];
  /** Columns that are not named keep their values. `max` regards NULL as less than all values. */
  readonly merge: Readonly<Record<string, Merge>>;
}

export interface UpsertSyntax {
  onConflict(key: readonly string[]): string;
  /** The inserted value of a column, for use in the clause. */
  incoming(column: string): string;
}

/** Runs one statement. It locks existing rows in the given order. */
export async function upsert(
  manager: EntityManager,
  syntax: UpsertSyntax,
  { table, key, columns, rows, merge }: Upsert,
): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ');
  const changes = Object.entries(merge).map(([column, how]) => {
    const merged = mergeValues(how, `\`${table}\`.\`${column}\``, syntax.incoming(column));
    return `\`${column}\` = ${merged}`;
  });
  // The clause must set a column, or the rows are not locked.
  const [first = ''] = key;
  if (changes.length === 0) changes.push(`\`${first}\` = \`${table}\`.\`${first}\``);
  await manager.query(
    `INSERT INTO \`${table}\` (${columns.map((name) => `\`${name}\``).join(', ')}) VALUES ${values} ` +
      `${syntax.onConflict(key)} ${changes.join(', ')}`,
    rows.flat(),
  );
}

function mergeValues(how: Merge, existing: string, incoming: string): string {
  if (how === 'replace') return incoming;
  if (how === 'add') return `${existing} + ${incoming}`;
  return `CASE WHEN ${incoming} IS NULL OR ${existing} >= ${incoming} THEN ${existing} ELSE ${incoming} END`;
}
