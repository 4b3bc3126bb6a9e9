import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { environmentFor } from '../test/support/environment.js';
import { freePort } from '../test/support/ports.js';
import { LogWatch } from './log-watch.js';
import { PROMISES } from './report.js';

const READY_LIMIT_MS = 90_000;
/** On a busy machine; without load it takes a second or two. */
const RECOVERED_LIMIT_MS = 30_000;
/** A process that is killed leaves connections that it has not accepted yet without an answer. */
const READY_ANSWER_LIMIT_MS = 3_000;
/** Longer than `npm start` takes to end. */
const STOP_LIMIT_MS = 30_000;
const POLL_MS = 100;
const BYTES_PER_MB = 1024 * 1024;
/** How long connections of a killed process may break after it, and how old the last turn of one may be. */
const BREAKING_MS = 3_000;
const LAST_TURN_MS = 1_000;

/** @typedef {{ clicks: import('./link.js').ClickCount, answeredMs: number }} Redirect */

/** `npm start` with a data directory and a port of its own, as on a machine of its own. */
export class Machine {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #launcher;
  #killedMs = -Infinity;
  /** Of connections that clients have closed a moment ago. @type {Redirect[]} */
  #closed = [];

  /**
   * @param {import('./soak.js').Context} context
   * @param {{ number: number, port: number, directory: string, databaseUrl: string }} settings
   */
  constructor(context, { number, port, directory, databaseUrl }) {
    this.context = context;
    this.number = number;
    this.port = port;
    this.directory = directory;
    this.log = new LogWatch(context, this);
    this.env = environmentFor(
      { url: databaseUrl, directory },
      {
        PORT: String(port),
        INSTANCES: String(context.instanceCount),
        LOG_LEVEL: 'warn',
        DATABASE_WAIT_SECONDS: '60',
      },
    );
  }

  /**
   * @param {import('./soak.js').Context} context
   * @param {{ number: number, databaseUrl: string }} settings
   */
  static async create(context, { number, databaseUrl }) {
    const directory = join(context.directory, `machine-${number}`);
    mkdirSync(directory, { mode: 0o700 });
    return new Machine(context, { number, port: await freePort(), directory, databaseUrl });
  }

  /** Resolves when all its instances serve. */
  async start() {
    this.#launcher = spawn('npm', ['start', '--loglevel=error'], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.log.read(this.#launcher.stdout);
    this.log.read(this.#launcher.stderr);
    await this.untilReady();
  }

  /** Resolves when all instances run and one that is asked is ready. */
  untilReady() {
    return this.#until(async () => {
      const pids = this.pids();
      if (pids.length !== this.context.instanceCount) return `instances ${pids.join()}`;
      return this.#readiness();
    }, READY_LIMIT_MS);
  }

  /** Resolves when an instance that is asked reaches the database again. */
  untilRecovered() {
    return this.#until(() => this.#readiness(), RECOVERED_LIMIT_MS);
  }

  /**
   * @param {() => Promise<string | undefined>} missing what is not as it should be
   * @param {number} limitMs
   */
  async #until(missing, limitMs) {
    const deadlineMs = performance.now() + limitMs;
    for (;;) {
      const what = await missing();
      if (what === undefined || this.context.over.aborted) return;
      if (performance.now() > deadlineMs || this.#launcher?.exitCode !== null) {
        const text = `machine ${this.number} does not become ready: ${what}`;
        this.context.findings.add(PROMISES.errors, text, this.log.lines);
        return;
      }
      await sleep(POLL_MS);
    }
  }

  /** Returns why the instance that is asked is not ready. */
  async #readiness() {
    try {
      const url = `http://127.0.0.1:${this.port}/health/ready`;
      const response = await fetch(url, {
        headers: { Connection: 'close' },
        signal: AbortSignal.timeout(READY_ANSWER_LIMIT_MS),
      });
      const body = await response.text();
      return response.ok ? undefined : body;
    } catch (error) {
      return String(error);
    }
  }

  /** As an operator does: the exit code must be 0. */
  async stop() {
    const launcher = this.#launcher;
    if (launcher === undefined) return;
    this.#launcher = undefined;
    if (launcher.exitCode === null) launcher.kill('SIGTERM');
    const isOver = await Promise.race([
      launcher.exitCode !== null || once(launcher, 'exit'),
      sleep(STOP_LIMIT_MS).then(() => false),
    ]);
    const { exitCode } = launcher;
    if (isOver === false || exitCode !== 0) {
      const result = isOver === false ? 'does not end' : `ends with ${exitCode}`;
      this.context.findings.add(
        PROMISES.errors,
        `machine ${this.number} ${result}`,
        this.log.lines,
      );
    }
    if (isOver === false) this.#endGroups(launcher.pid);
  }

  /** Ends all its processes, as a last resort. @param {number | undefined} launcherPid */
  #endGroups(launcherPid) {
    for (const pid of [launcherPid, this.#pm2Pid()]) {
      try {
        if (pid !== undefined) process.kill(-pid, 'SIGKILL');
      } catch {
        // It has ended.
      }
    }
  }

  /** Replaces the instances one by one. */
  async reload() {
    await promisify(execFile)('npm', ['run', '-s', 'reload'], { env: this.env });
  }

  /** @param {number} pid of an instance */
  kill(pid) {
    this.#killedMs = performance.now();
    for (const redirect of this.#closed.splice(0)) this.#noteUncertain(redirect);
    process.kill(pid, 'SIGKILL');
  }

  /** The instances, the oldest first. */
  pids() {
    const pm2 = this.#pm2Pid();
    if (pm2 === undefined) return [];
    try {
      const children = readFileSync(`/proc/${pm2}/task/${pm2}/children`, 'utf8').trim();
      return children.split(' ').filter(isInstance).map(Number);
    } catch {
      return [];
    }
  }

  /** The resident memory of an instance. @param {number} pid */
  static residentMb(pid) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      return (Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024) / BYTES_PER_MB;
    } catch {
      return undefined;
    }
  }

  /** Notes the last redirect of a connection that its client closes. @param {Redirect | undefined} redirect */
  noteClosed(redirect) {
    if (redirect === undefined) return;
    this.#closed.push(redirect);
    const sinceMs = performance.now() - LAST_TURN_MS;
    while ((this.#closed[0]?.answeredMs ?? Infinity) < sinceMs) this.#closed.shift();
  }

  /** Notes the last redirect of a connection that the machine has closed. @param {Redirect | undefined} redirect */
  noteBroken(redirect) {
    if (redirect === undefined || performance.now() > this.#killedMs + BREAKING_MS) return;
    this.#noteUncertain(redirect);
  }

  /** A kill may lose what was answered in the last turn of the event loop: docs/adr/0008-click-journal.md. */
  #noteUncertain(/** @type {Redirect} */ { clicks, answeredMs }) {
    if (answeredMs > this.#killedMs - LAST_TURN_MS) clicks.uncertain++;
  }

  #pm2Pid() {
    try {
      return Number(readFileSync(join(this.directory, `pm2-${this.port}`, 'pm2.pid'), 'utf8'));
    } catch {
      return undefined;
    }
  }
}

/** @param {string} pid */
function isInstance(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('main.js');
  } catch {
    return false;
  }
}
