/** Suites that take long, the longest first. Any other takes seconds. */
const LONGEST = [
  'cluster/clicks',
  'cluster/coherence',
  'cluster/full-disk',
  'cluster/container',
  'cluster/balancing',
  'protocol/protocol',
  'e2e/fuzz',
  'e2e/slow-clients',
  'e2e/statistics',
  'e2e/full-disk',
  'cluster/start',
  'e2e/coherence',
  'e2e/wrong-clock',
  'cluster/user-pm2',
  'e2e/restore',
  'database/migrations',
  'e2e/outage',
];

/** Starts long suites first, so that no worker is left alone with one at the end. */
export default class LongestFirst {
  /**
   * @template {{ readonly path: string }} T
   * @param {readonly T[]} tests
   */
  sort(tests) {
    return tests.toSorted((one, other) => {
      return rankOf(one.path) - rankOf(other.path) || one.path.localeCompare(other.path);
    });
  }

  /** Jest hands over how long suites took. The list above is enough. */
  cacheResults() {}
}

/** @param {string} path */
function rankOf(path) {
  const rank = LONGEST.findIndex((name) => path.endsWith(`test/${name}.spec.ts`));
  return rank === -1 ? LONGEST.length : rank;
}
