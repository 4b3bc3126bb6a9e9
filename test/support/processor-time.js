import { readFileSync } from 'node:fs';

/** The unit of processor times in /proc: USER_HZ of Linux is 100 on every architecture that Node.js runs on. */
const TICK_MS = 10;

/**
 * Returns what a process and its threads have used so far, in steps of 10 ms. On Linux only.
 * @param {number} pid
 */
export function processorTimeMs(pid) {
  return readProcess(pid).timeMs;
}

/**
 * @param {number} pid
 * @throws if the process has ended
 */
export function readProcess(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in parentheses, which may contain spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const userMs = Number(fields[11]) * TICK_MS;
  const systemMs = Number(fields[12]) * TICK_MS;
  return { pid, parent: Number(fields[1]), userMs, timeMs: userMs + systemMs };
}
