import { readdirSync } from 'node:fs';
import { readProcess } from '../test/support/processor-time.js';

/** Processor times are read from /proc. */
export const HAS_PROCESSOR_TIMES = process.platform === 'linux';

/**
 * Returns the user and system time of all threads of a process and its running descendants until now.
 * @param {number} root
 */
export function readProcessorMs(root) {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const processes = pids.flatMap((pid) => readIfRunning(Number(pid)));
  let sumMs = 0;
  const family = new Set([root]);
  // A process has a larger id than its parent, unless the ids have wrapped around.
  for (const { pid, parent, timeMs } of processes.toSorted((one, other) => one.pid - other.pid)) {
    if (!family.has(pid) && !family.has(parent)) continue;
    family.add(pid);
    sumMs += timeMs;
  }
  return sumMs;
}

/** @param {number} pid */
function readIfRunning(pid) {
  try {
    return [readProcess(pid)];
  } catch {
    return [];
  }
}
