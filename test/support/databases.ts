import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import type { TestServer } from './servers.js';

/** An empty database of its own, and a directory for what belongs with it. */
export interface TestDatabase {
  readonly url: string;
  readonly directory: string;
  drop(): Promise<void>;
}

export type MakeDatabase = () => Promise<TestDatabase>;

const servers = JSON.parse(process.env['SHORTCORE_TEST_SERVERS'] ?? '[]') as TestServer[];

/** Of the MySQL family. */
export const SERVER_COUNT = servers.length;

/** Declares the tests once for SQLite and once for each server there is. */
export function describeOnEachDatabase(name: string, tests: (make: MakeDatabase) => void): void {
  describe(`${name} on SQLite`, () => tests(makeSqlite));
  describeOnEachServer(name, tests);
}

/** Declares the tests once for each server there is; if there is none, skipped ones. */
export function describeOnEachServer(name: string, tests: (make: MakeDatabase) => void): void {
  for (const server of servers) {
    describe(`${name} on ${server.label}`, () => tests(() => makeOnServer(server)));
  }
  if (servers.length === 0) describe.skip(`${name} on MySQL`, () => tests(makeSqlite));
}

/** Declares the tests once: on the first server there is, else on SQLite. */
export function describeOnFirstServer(name: string, tests: (make: MakeDatabase) => void): void {
  const [server] = servers;
  if (server === undefined) describe(`${name} on SQLite`, () => tests(makeSqlite));
  else describe(`${name} on ${server.label}`, () => tests(() => makeOnServer(server)));
}

export async function makeSqlite(): Promise<TestDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'shortcore-test-'));
  return {
    url: `sqlite:${join(directory, 'shortcore.db')}`,
    directory,
    drop: async () => rmSync(directory, { recursive: true, force: true }),
  };
}

async function makeOnServer(server: TestServer): Promise<TestDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'shortcore-test-'));
  const name = `shortcore_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  return {
    url: server.url + name,
    directory,
    drop: async () => {
      await onServer(server, `DROP DATABASE ${name}`);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function onServer(server: TestServer, statement: string): Promise<void> {
  const connection = await createConnection(server.url);
  await connection.query(statement);
  await connection.end();
}
