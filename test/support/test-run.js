import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishRun, SQLITE_LABEL } from './current-run.js';
import { findServers, stopServers } from './servers.js';
import { SharedInstance } from './shared-instance.js';
import { createTemplates } from './templates.js';
import { createOnServer, createSqlite } from './test-database.js';

/** @type {Promise<import('./current-run.js').TestRun> | undefined} */
let preparation;
/** @type {SharedInstance[]} */
const instances = [];
/** @type {string | undefined} */
let directory;

/** Prepares what the suites need once, although several projects call it. */
export function prepareDatabases() {
  preparation ??= prepare();
  return preparation;
}

async function prepare() {
  directory = mkdtempSync(join(tmpdir(), 'shortcore-tests-'));
  const servers = await findServers();
  const templates = join(directory, 'templates');
  await createTemplates(templates, servers);
  const run = { templates, servers, instances: {} };
  publishRun(run);
  if (servers.length === 0) {
    reportMissing('a MySQL-family server (TEST_MYSQL_URL, mysqld or mariadbd)');
  }
  return run;
}

/** Starts one instance on each database, for suites that need a running instance and nothing special of it. */
export async function startSharedInstances() {
  const { templates, servers } = await prepareDatabases();
  await share(SQLITE_LABEL, await createSqlite(templates, 'migrated'));
  for (const server of servers) {
    await share(server.label, await createOnServer(templates, server, 'migrated'));
  }
  const infos = instances.map(({ label, info }) => [label, info]);
  publishRun({ templates, servers, instances: Object.fromEntries(infos) });
}

/**
 * @param {string} label
 * @param {import('./test-database.js').TestDatabase} database
 */
async function share(label, database) {
  instances.push(await SharedInstance.spawn(label, database));
}

export async function endRun() {
  for (const instance of instances.splice(0)) await instance.stop();
  await stopServers();
  if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
}

/**
 * @param {string} what the suites need and is not there.
 * @throws where `CI` is set.
 */
export function reportMissing(what) {
  const message = `not found: ${what}`;
  if (process.env['CI'] === 'true') throw new Error(message);
  process.stderr.write(`\n${message}; the suites that need it are skipped\n`);
}
