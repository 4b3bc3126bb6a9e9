import { describe } from '@jest/globals';
import { currentRun, SQLITE_LABEL } from './current-run.js';
import type { TestServer } from './servers.js';
import { createOnServer, createSqlite, type Content, type TestDatabase } from './test-database.js';

export type { TestDatabase } from './test-database.js';

/** Makes a database: by default a migrated one. */
export interface MakeDatabase {
  (content?: Content): Promise<TestDatabase>;
  /** The name of the kind of database: `SQLite`, or a server with its version. */
  readonly label: string;
}

const { servers, templates } = currentRun();

/** Of the MySQL family. */
export const SERVER_COUNT = servers.length;

export const makeSqlite: MakeDatabase = Object.assign(
  (content: Content = 'migrated') => createSqlite(templates, content),
  { label: SQLITE_LABEL },
);

function makerOn(server: TestServer): MakeDatabase {
  return Object.assign(
    (content: Content = 'migrated') => createOnServer(templates, server, content),
    { label: server.label },
  );
}

/** Declares the tests once for SQLite and once for each server there is. */
export function describeOnEachDatabase(name: string, tests: (make: MakeDatabase) => void): void {
  describe(`${name} on SQLite`, () => tests(makeSqlite));
  describeOnEachServer(name, tests);
}

/** Declares the tests once for each server there is; if there is none, skipped ones. */
export function describeOnEachServer(name: string, tests: (make: MakeDatabase) => void): void {
  for (const server of servers) {
    describe(`${name} on ${server.label}`, () => tests(makerOn(server)));
  }
  if (servers.length === 0) describe.skip(`${name} on MySQL`, () => tests(makeSqlite));
}

/** Whether a test that is long by its volume has its full volume here: on the first server, else on SQLite. */
export function isForVolume({ label }: Pick<MakeDatabase, 'label'>): boolean {
  return label === (servers[0]?.label ?? SQLITE_LABEL);
}

/** Declares the tests once, on the first server; if there is none, skipped ones. */
export function describeOnOneServer(name: string, tests: (make: MakeDatabase) => void): void {
  const describeOnIt = servers.length === 0 ? describe.skip : describe;
  describeOnIt(`${name} on ${servers[0]?.label ?? 'MySQL'}`, () => tests(firstDatabase()));
}

/** Declares the tests once: on the first server there is, else on SQLite. */
export function describeOnFirstServer(name: string, tests: (make: MakeDatabase) => void): void {
  const make = firstDatabase();
  describe(`${name} on ${make.label}`, () => tests(make));
}

function firstDatabase(): MakeDatabase {
  const [server] = servers;
  return server === undefined ? makeSqlite : makerOn(server);
}
