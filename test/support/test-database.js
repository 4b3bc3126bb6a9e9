import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { serverTemplate, sqliteTemplate } from './templates.js';

/**
 * A database of its own, and a directory for the files of its instances.
 * @typedef {{ readonly url: string, readonly directory: string, drop(): Promise<void> }} TestDatabase
 */

/**
 * `migrated` is a copy of what the migrations make, with the test's admin key as its only key.
 * @typedef {'migrated' | 'empty'} Content
 */

/**
 * @param {string} templates
 * @param {Content} content
 * @returns {Promise<TestDatabase>}
 */
export async function createSqlite(templates, content) {
  const directory = mkdtempSync(join(tmpdir(), 'shortcore-test-'));
  const path = join(directory, 'shortcore.db');
  if (content === 'migrated') copyFileSync(sqliteTemplate(templates), path);
  return {
    url: `sqlite:${path}`,
    directory,
    drop: async () => rmSync(directory, { recursive: true, force: true }),
  };
}

/**
 * @param {string} templates
 * @param {import('./servers.js').TestServer} server
 * @param {Content} content
 * @returns {Promise<TestDatabase>}
 */
export async function createOnServer(templates, server, content) {
  const directory = mkdtempSync(join(tmpdir(), 'shortcore-test-'));
  const name = `shortcore_test_${randomBytes(6).toString('hex')}`;
  const fill =
    content === 'migrated' ? readFileSync(serverTemplate(templates, server), 'utf8') : '';
  await onServer(server, `CREATE DATABASE ${name}; USE ${name}; ${fill}`);
  return {
    url: server.url + name,
    directory,
    drop: async () => {
      await onServer(server, `DROP DATABASE ${name}`);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/**
 * @param {import('./servers.js').TestServer} server
 * @param {string} statements
 */
async function onServer({ url }, statements) {
  const connection = await createConnection({ uri: url, multipleStatements: true });
  // The driver escapes texts by backslashes.
  await connection.query(
    `SET SESSION sql_mode = 'STRICT_TRANS_TABLES', autocommit = ON; ${statements}`,
  );
  await connection.end();
}
