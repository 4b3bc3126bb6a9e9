import cluster, { type Worker } from 'node:cluster';
import { isClicksLost } from '../click/clicks-lost.js';
import { START_FAILED_EXIT_CODE } from '../platform/config/start-error.js';
import { LAUNCHER_PID } from './launcher-pid.js';
import { rescueUnansweredConnections } from './unanswered-connections.js';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const FAILURE_EXIT_CODE = 1;
const LAUNCHER_CHECK_MS = 1_000;

let lostCount = 0;
let hasFailed = false;
let isStopping = false;

/**
 * Runs in the process of `pm2-runtime`, the parent of all instances, and sets its exit code at a stop: 1 if clicks
 * are lost or an instance does not stop by itself, else 0. PM2's own code tells neither, and is 2 after a long stop.
 * @public
 */
export function watchInstances(): void {
  // Clients of PM2 load its configuration too. They have no instances, and leave signals to Node.js.
  if (STOP_SIGNALS.some((signal) => process.listenerCount(signal) === 0)) return;
  for (const signal of STOP_SIGNALS) process.on(signal, () => (isStopping = true));
  rescueUnansweredConnections();
  stopWithoutLauncher();
  cluster.on('message', (_instance: Worker, message: unknown) => {
    if (isClicksLost(message)) lostCount += message.data.count;
  });
  cluster.on('exit', (_instance: Worker, code: number | null, signal: string | null) => {
    if (!isStopping || hasStopped(code, signal)) return;
    hasFailed = true;
    process.stderr.write(`an instance ended with ${signal ?? code} instead of 0\n`);
  });
  process.once('exit', (code) => {
    if (lostCount > 0) process.stderr.write(`${lostCount} clicks lost\n`);
    if (lostCount > 0 || hasFailed) process.exitCode = FAILURE_EXIT_CODE;
    else process.exitCode = isStopping ? 0 : code;
  });
}

/** `npm start` that is killed cannot tell PM2 to stop. */
function stopWithoutLauncher(): void {
  const launcherPid = process.env[LAUNCHER_PID];
  if (launcherPid === undefined) return;
  const timer = setInterval(() => {
    if (process.ppid === Number(launcherPid)) return;
    clearInterval(timer);
    if (isStopping) return;
    process.kill(process.pid, 'SIGTERM');
  }, LAUNCHER_CHECK_MS).unref();
}

/** An instance that is still starting ends by the signal. */
function hasStopped(code: number | null, signal: string | null): boolean {
  if (signal !== null) return STOP_SIGNALS.some((name) => name === signal);
  return code === 0 || code === START_FAILED_EXIT_CODE;
}
