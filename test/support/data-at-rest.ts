import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import type { TestDatabase } from './databases.js';
import { openDataSource } from './data-source.js';
import { spellingsOf } from './address-encodings.js';

/** A file, or a value of a table, under a name that says where it is. */
export type Kept = readonly [where: string, content: Buffer];

/** All that a database and its directory hold. */
export async function whatIsKept(database: TestDatabase): Promise<Kept[]> {
  return [...filesUnder(database.directory), ...(await valuesIn(database))];
}

/** Where which of the addresses is, in whatever spelling. */
export function traces(addresses: readonly string[], kept: readonly Kept[]): string[] {
  const searched = kept.map(([where, content]) => ({ where, content, lower: lowerCase(content) }));
  const found = addresses.flatMap((address) =>
    spellingsOf(address).flatMap(({ name, bytes }) =>
      searched
        .filter(({ content, lower }) => content.includes(bytes) || lower.includes(bytes))
        .map(({ where }) => `${address}, ${name}, in ${where}`),
    ),
  );
  return [...new Set(found)];
}

function lowerCase(content: Buffer): Buffer {
  return Buffer.from(content.toString('latin1').toLowerCase(), 'latin1');
}

export function filesUnder(directory: string): Kept[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, Buffer.concat([Buffer.from(`${path}\n`), readFileSync(path)])]);
}

async function valuesIn(database: TestDatabase): Promise<Kept[]> {
  const dataSource = await openDataSource(database, []);
  try {
    const kept: Kept[] = [];
    for (const table of await tablesOf(dataSource)) {
      const rows = await dataSource.query<Record<string, unknown>[]>(`SELECT * FROM \`${table}\``);
      for (const row of rows) {
        for (const [column, value] of Object.entries(row))
          kept.push([`${table}.${column}`, bytesOf(value)]);
      }
    }
    return kept;
  } finally {
    await dataSource.destroy();
  }
}

async function tablesOf(dataSource: DataSource): Promise<string[]> {
  const isSqlite = dataSource.options.type === 'better-sqlite3';
  const select = isSqlite
    ? "SELECT name FROM sqlite_master WHERE type = 'table'"
    : 'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()';
  return (await dataSource.query<{ name: string }[]>(select)).map(({ name }) => name);
}

function bytesOf(value: unknown): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}
