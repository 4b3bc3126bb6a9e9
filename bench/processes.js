import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const READY_POLL_MS = 20;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGTERM');
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/**
 * A Node process that answers HTTP at `url`. It was ready `readyMs` after its start.
 * @typedef {{ url: string, pid: number, readyMs: number, stop: () => Promise<void> }} Server
 */

/**
 * Starts a server on loopback and waits until it is ready.
 * @param {string[]} script the script and its arguments
 * @param {number} port
 * @param {NodeJS.ProcessEnv} [variables]
 * @param {string} [program] the Node that runs it, or another program
 * @returns {Promise<Server>}
 */
export async function startServer(script, port, variables = {}, program = process.execPath) {
  const startedAt = performance.now();
  const child = spawn(program, script, {
    cwd: ROOT,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const url = `http://127.0.0.1:${port}`;
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`${script.join(' ')} ended`);
    await sleep(READY_POLL_MS);
  }
  return {
    url,
    pid: child.pid ?? 0,
    readyMs: performance.now() - startedAt,
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/** @param {NodeJS.ProcessEnv} variables */
export function migrate(variables) {
  execFileSync(process.execPath, ['dist/src/commands/migrate.js'], {
    cwd: ROOT,
    env: { ...process.env, ...variables },
    stdio: 'inherit',
  });
}

/** @param {string} url */
async function isReady(url) {
  try {
    const { status } = await fetch(`${url}/health/ready`, { redirect: 'manual' });
    return status !== 503;
  } catch {
    return false;
  }
}
