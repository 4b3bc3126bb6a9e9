// npm run soak: mixes redirects, changes and disruptions by a seed and checks every promise of the service meanwhile.
// npm run soak -- --seed 1 --seconds 120 --instances 2 --database mysqld|mariadbd|sqlite, or SOAK_SEED and so on.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Announcements } from './announcements.js';
import { startActors } from './actors.js';
import { expectCounted, expectTotal } from './clicks.js';
import { SoakDatabase } from './database.js';
import { Disruptions } from './disruptions.js';
import { Machine } from './machine.js';
import { Memory } from './memory.js';
import { Pool } from './pool.js';
import { Random } from './random.js';
import { Findings, print, PROMISES } from './report.js';
import { DATABASE, INSTANCE_COUNT, SECONDS, SEED } from './settings.js';
import { Summary } from './summary.js';

const MACHINE_COUNT = 2;
const CHECK_EVERY_MS = 45_000;

/**
 * What all parts of a run share.
 * @typedef {object} Context
 * @property {number} instanceCount of each machine
 * @property {string} directory
 * @property {string} logDirectory
 * @property {SoakDatabase} database
 * @property {Machine[] & { 0: Machine }} machines
 * @property {number | undefined} witness the instance that is never ended
 * @property {Findings} findings
 * @property {AbortSignal} over aborts at the first finding and when this program is told to end
 * @property {Announcements} announcements
 * @property {Pool} pool
 * @property {Summary} summary
 */

const directory = mkdtempSync(join(tmpdir(), 'shortcore-soak-'));
const logDirectory = mkdtempSync(join(tmpdir(), 'shortcore-soak-logs-'));
const nextRandom = Random.streamsOf(SEED);
const stop = new AbortController();
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => stop.abort());
}

print(`seed ${SEED}, ${SECONDS} s, ${INSTANCE_COUNT} instances on each machine`);
process.exitCode = (await run()) ? 0 : 1;

/** Returns whether all promises were kept. */
async function run() {
  const database = await SoakDatabase.create(DATABASE, directory);
  const context = createContext(database);
  try {
    print(`database: ${database.label}`);
    await startMachines(context);
    await work(context);
  } catch (error) {
    if (!stop.signal.aborted)
      context.findings.add('the soak itself', String(error instanceof Error ? error.stack : error));
  } finally {
    await Promise.all(context.machines.map((machine) => machine.stop()));
    if (!context.over.aborted) await verifyStatistics(context);
    await database.remove();
    rmSync(directory, { recursive: true, force: true });
  }
  return conclude(context);
}

/** @param {SoakDatabase} database @returns {Context} */
function createContext(database) {
  const findings = new Findings();
  return {
    instanceCount: INSTANCE_COUNT,
    directory,
    logDirectory,
    database,
    machines: /** @type {Context['machines']} */ (/** @type {Machine[]} */ ([])),
    witness: undefined,
    findings,
    over: AbortSignal.any([findings.signal, stop.signal]),
    announcements: new Announcements(),
    pool: new Pool(findings),
    summary: new Summary(),
  };
}

/** @param {Context} context */
async function startMachines(context) {
  const count = context.database.server === undefined ? 1 : MACHINE_COUNT;
  for (let number = 1; number <= count; number++) {
    const databaseUrl = await context.database.nextUrl();
    const machine = await Machine.create(context, { number, databaseUrl });
    context.machines.push(machine);
    await machine.start();
    print(`machine ${number} listens on port ${machine.port}`);
  }
  context.witness = context.machines.at(-1)?.pids()[0];
}

/** @param {Context} context */
async function work(context) {
  const endMs = performance.now() + SECONDS * 1000;
  const hasEnded = () => context.over.aborted || performance.now() > endMs;
  const memory = new Memory(context);
  try {
    const actors = startActors(context, nextRandom, hasEnded);
    const disruptions = new Disruptions(context, nextRandom()).run(hasEnded);
    const checks = checkClicks(context, hasEnded);
    await Promise.all([actors, disruptions, checks]);
    if (context.over.aborted) return;
    await Promise.all(context.machines.map((machine) => machine.untilReady()));
    await expectTotal(context);
    memory.judge();
  } finally {
    memory.stop();
  }
}

/** @param {Context} context @param {() => boolean} hasEnded */
async function checkClicks(context, hasEnded) {
  for (;;) {
    const untilMs = performance.now() + CHECK_EVERY_MS;
    while (performance.now() < untilMs) {
      if (hasEnded()) return;
      await sleep(200);
    }
    await expectCounted(context);
  }
}

/** @param {Context} context */
async function verifyStatistics({ database, machines: [machine], findings }) {
  const env = { ...machine.env, DATABASE_URL: database.directUrl };
  try {
    const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'stats:verify'], { env });
    print(`stats:verify: ${stdout.trim()}`);
  } catch (error) {
    findings.add(
      PROMISES.clicks,
      `stats:verify: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** @param {Context} context */
function conclude({ findings, summary }) {
  summary.print();
  if (findings.count === 0) rmSync(logDirectory, { recursive: true });
  else print(`FAILED with seed ${SEED}: ${findings.count} violations; logs are in ${logDirectory}`);
  if (stop.signal.aborted) print('stopped by a signal');
  else if (findings.count === 0) print(`passed with seed ${SEED}`);
  return findings.count === 0 && !stop.signal.aborted;
}
