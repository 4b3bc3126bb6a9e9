import type { EntityManager } from 'typeorm';

/** Rows to insert, and what becomes of a column where a row with the same key is there already. */
export interface Upsert {
  readonly table: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
  /** Values in the order of `columns`. */
  readonly rows: readonly (readonly unknown[])[];
  /** Columns that are not named stay as they are. */
  readonly merge: Readonly<Record<string, 'add' | 'replace'>>;
}

/** How a database writes an upsert. */
export interface UpsertSyntax {
  /** What follows the values. */
  onConflict(key: readonly string[]): string;
  /** The value that the insert brought, to be named in what follows. */
  incoming(column: string): string;
}

/** In one statement. Rows that are there already are locked in the order given. */
export async function upsert(
  manager: EntityManager,
  syntax: UpsertSyntax,
  { table, key, columns, rows, merge }: Upsert,
): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ');
  const changes = Object.entries(merge).map(([column, how]) => {
    const incoming = syntax.incoming(column);
    return `\`${column}\` = ${how === 'add' ? `\`${table}\`.\`${column}\` + ${incoming}` : incoming}`;
  });
  // Something has to be set, or nothing is locked.
  const [first = ''] = key;
  if (changes.length === 0) changes.push(`\`${first}\` = \`${table}\`.\`${first}\``);
  await manager.query(
    `INSERT INTO \`${table}\` (${columns.map((name) => `\`${name}\``).join(', ')}) VALUES ${values} ` +
      `${syntax.onConflict(key)} ${changes.join(', ')}`,
    rows.flat(),
  );
}
