import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { environmentFor } from './environment.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TEMPLATE_NAME = `shortcore_template_${process.pid}`;

/** @param {string} directory of the templates. */
export function sqliteTemplate(directory) {
  return join(directory, 'shortcore.db');
}

/**
 * A file of the statements that make an empty database a migrated one.
 * @param {string} directory of the templates.
 * @param {import('./servers.js').TestServer} server
 */
export function serverTemplate(directory, { url }) {
  return join(directory, `${new URL(url).port}.sql`);
}

/**
 * Migrates one database of each kind by the code under test, for suites to copy.
 * @param {string} directory
 * @param {readonly import('./servers.js').TestServer[]} servers
 */
export async function createTemplates(directory, servers) {
  mkdirSync(directory);
  await Promise.all([
    migrate(`sqlite:${sqliteTemplate(directory)}`, directory),
    ...servers.map(async (server) => {
      const statements = await statementsOf(server, directory);
      writeFileSync(serverTemplate(directory, server), statements);
    }),
  ]);
}

/**
 * @param {import('./servers.js').TestServer} server
 * @param {string} directory
 */
async function statementsOf({ url }, directory) {
  const connection = await createConnection(url);
  try {
    // With ANSI_QUOTES, SHOW CREATE TABLE would quote names otherwise.
    await connection.query("SET SESSION sql_mode = 'STRICT_TRANS_TABLES'");
    await connection.query(`CREATE DATABASE ${TEMPLATE_NAME}`);
    await migrate(url + TEMPLATE_NAME, directory);
    await connection.query(`USE ${TEMPLATE_NAME}`);
    return await dump(connection);
  } finally {
    await connection.query(`DROP DATABASE IF EXISTS ${TEMPLATE_NAME}`);
    await connection.end();
  }
}

/**
 * The statements that make an empty database this one.
 * @param {import('mysql2/promise').Connection} connection
 */
export async function dump(connection) {
  const statements = [];
  for (const [table] of await rowsOf(connection, 'SHOW TABLES')) {
    const [created] = await rowsOf(connection, `SHOW CREATE TABLE \`${table}\``);
    statements.push(String(created?.[1]));
    for (const row of await rowsOf(connection, `SELECT * FROM \`${table}\``)) {
      statements.push(connection.format(`INSERT INTO \`${table}\` VALUES (?)`, [row]));
    }
  }
  return statements.join(';\n');
}

/**
 * @param {import('mysql2/promise').Connection} connection
 * @param {string} sql
 */
async function rowsOf(connection, sql) {
  const [rows] = await connection.query({ sql, rowsAsArray: true });
  return /** @type {any[][]} */ (rows);
}

/**
 * @param {string} url
 * @param {string} directory
 */
async function migrate(url, directory) {
  await promisify(execFile)(process.execPath, ['dist/src/commands/migrate.js'], {
    cwd: ROOT,
    env: environmentFor({ url, directory }),
  });
}
