import { readFileSync, readdirSync } from 'node:fs';

/** The unit of processor times in /proc on Linux. */
const TICK_MS = 10;

/** Processor times are read from /proc. */
export const HAS_PROCESSOR_TIMES = process.platform === 'linux';

/**
 * Returns the user and system time of all threads of a process and its running descendants until now.
 * @param {number} pid
 */
export function readProcessorMs(pid) {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readStat);
  let ticks = 0;
  const pids = new Set([pid]);
  // A process has a larger id than its parent, unless the ids have wrapped around.
  for (const { id, parent, time } of processes.toSorted((one, other) => one.id - other.id)) {
    if (!pids.has(id) && !pids.has(parent)) continue;
    pids.add(id);
    ticks += time;
  }
  return ticks * TICK_MS;
}

/** @param {string} pid @returns nothing for a process that has ended */
function readStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, which may contain spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [
      { id: Number(pid), parent: Number(fields[1]), time: Number(fields[11]) + Number(fields[12]) },
    ];
  } catch {
    return [];
  }
}
