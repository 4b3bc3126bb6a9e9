import { toSeconds } from './link-history.js';

const startedMs = performance.now();

/** @param {string} line */
export function print(line) {
  const at = ((performance.now() - startedMs) / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${at} s  ${line}\n`);
}

/** What was found wrong. The first finding ends the run; others of the same moment are printed too. */
export class Findings {
  count = 0;
  #end = new AbortController();

  /** Aborts at the first finding. */
  get signal() {
    return this.#end.signal;
  }

  /**
   * @param {string} promise that does not hold
   * @param {string} detail the request, what was expected, and what came
   * @param {readonly string[]} [history]
   */
  add(promise, detail, history = []) {
    this.count++;
    print(`VIOLATION (${promise}), now ${toSeconds(performance.now())}: ${detail}`);
    for (const line of history) process.stdout.write(`          ${line}\n`);
    this.#end.abort();
  }
}

export const PROMISES = {
  stale: 'a change is visible on every instance when its call answers',
  memory: 'redirects from memory',
  clicks: 'every redirect is counted once',
  keys: 'a key is handed out once',
  errors: 'no error that is not announced',
  flat: 'memory is flat',
};
