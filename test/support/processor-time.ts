import { readFileSync } from 'node:fs';

/** USER_HZ of Linux, on every architecture that Node.js runs on. */
const TICKS_PER_SECOND = 100;
const USER_TICKS_FIELD = 11;

/** What a process and its threads have used so far, in steps of 10 ms. On Linux only. */
export function processorTimeMs(pid: number): number {
  // The name of the program stands in parentheses and may contain spaces.
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (?=[A-Z] )/);
  const [user = 0, system = 0] = fields.split(' ').slice(USER_TICKS_FIELD).map(Number);
  return ((user + system) * 1000) / TICKS_PER_SECOND;
}
