const VARIABLE = 'SHORTCORE_TEST_RUN';

export const SQLITE_LABEL = 'SQLite';

/**
 * What the suites of one run share. `templates` is a directory; `instances` are by the label of their database.
 * @typedef {object} TestRun
 * @property {string} templates
 * @property {readonly import('./servers.js').TestServer[]} servers
 * @property {Readonly<Record<string, import('./shared-instance.js').SharedInstanceInfo>>} instances
 */

/**
 * Hands the run to the workers, which have the environment of the process that set it up.
 * @param {TestRun} run
 */
export function publishRun(run) {
  process.env[VARIABLE] = JSON.stringify(run);
}

/** @returns {TestRun} */
export function currentRun() {
  const run = process.env[VARIABLE];
  if (run === undefined) throw new Error('no global setup has prepared databases for this suite');
  return JSON.parse(run);
}
