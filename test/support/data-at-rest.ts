import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import type { TestDatabase } from './databases.js';
import { openDataSource } from './data-source.js';
import { spellingsOf } from './address-encodings.js';

/** The content of a file or of a table value, and its location. */
export type StoredData = readonly [where: string, content: Buffer];

/** Reads all files of the data directory and all values of the database. */
export async function readStoredData(database: TestDatabase): Promise<StoredData[]> {
  return [...readFiles(database.directory), ...(await readValues(database))];
}

/** Finds addresses in any encoding. Returns the address, the encoding and the location of each. */
export function findAddresses(addresses: readonly string[], data: readonly StoredData[]): string[] {
  const searched = data.map(([where, content]) => ({
    where,
    content,
    lower: toLowerCase(content),
  }));
  const found = addresses.flatMap((address) =>
    spellingsOf(address).flatMap(({ name, bytes }) =>
      searched
        .filter(({ content, lower }) => content.includes(bytes) || lower.includes(bytes))
        .map(({ where }) => `${address}, ${name}, in ${where}`),
    ),
  );
  return [...new Set(found)];
}

function toLowerCase(content: Buffer): Buffer {
  return Buffer.from(content.toString('latin1').toLowerCase(), 'latin1');
}

export function readFiles(directory: string): StoredData[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, Buffer.concat([Buffer.from(`${path}\n`), readFileSync(path)])]);
}

async function readValues(database: TestDatabase): Promise<StoredData[]> {
  const dataSource = await openDataSource(database, []);
  try {
    const values: StoredData[] = [];
    for (const table of await listTables(dataSource)) {
      const rows = await dataSource.query<Record<string, unknown>[]>(`SELECT * FROM \`${table}\``);
      for (const row of rows) {
        for (const [column, value] of Object.entries(row))
          values.push([`${table}.${column}`, toBytes(value)]);
      }
    }
    return values;
  } finally {
    await dataSource.destroy();
  }
}

async function listTables(dataSource: DataSource): Promise<string[]> {
  const isSqlite = dataSource.options.type === 'better-sqlite3';
  const select = isSqlite
    ? "SELECT name FROM sqlite_master WHERE type = 'table'"
    : 'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()';
  return (await dataSource.query<{ name: string }[]>(select)).map(({ name }) => name);
}

function toBytes(value: unknown): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}
