import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PROMISES } from './report.js';

const ERROR_LEVEL = 50;
/** Of `shortcore` and of the launcher: what must not be said at any time. */
const NEVER = /clicks lost|quarantined|inconsistent|lines? skipped|ended with (?!0)/;
/** Readiness is awaited after each disruption, and may fail on a busy machine. */
const OF_READINESS = /HealthController|\/health\/ready/;
const OF_LOCKS = /Lock wait timeout|"status":503/;
const KEPT_LINES = 10;
const KEPT_LENGTH = 300;

/** Reads the output of a machine: an error that no disruption explains is a finding. */
export class LogWatch {
  /** The newest lines. @type {string[]} */
  lines = [];

  /**
   * @param {import('./soak.js').Context} context
   * @param {{ number: number }} machine
   */
  constructor(context, machine) {
    this.context = context;
    this.machine = machine;
    this.file = createWriteStream(join(context.logDirectory, `machine-${machine.number}.log`));
  }

  /** @param {import('node:stream').Readable | null} stream */
  read(stream) {
    if (stream === null) return;
    createInterface({ input: stream }).on('line', (line) => this.#judge(line));
  }

  /** @param {string} line */
  #judge(line) {
    this.file.write(`${line}\n`);
    this.lines.push(line.slice(0, KEPT_LENGTH));
    if (this.lines.length > KEPT_LINES) this.lines.shift();
    const { findings, announcements } = this.context;
    const text = `machine ${this.machine.number} logs ${line.slice(0, 2_000)}`;
    if (NEVER.test(line)) findings.add(PROMISES.clicks, text);
    if (levelOf(line) < ERROR_LEVEL || OF_READINESS.test(line)) return;
    const nowMs = performance.now();
    const period = { begunMs: nowMs, endedMs: nowMs };
    const isExplained =
      !/"status":500/.test(line) &&
      (announcements.allowUnavailable(this.machine, period) ||
        (OF_LOCKS.test(line) && announcements.mayHoldLocks(period)));
    if (!isExplained) findings.add(PROMISES.errors, text);
  }
}

/** @param {string} line */
function levelOf(line) {
  if (!line.startsWith('{')) return 0;
  try {
    return Number(JSON.parse(line).level);
  } catch {
    return 0;
  }
}
