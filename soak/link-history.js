/**
 * What a visitor gets: the destination, or `null` for 410.
 * @typedef {string | null} Target
 */

/**
 * @typedef {object} Change
 * @property {number} index
 * @property {Target} target
 * @property {boolean} isDeletion
 * @property {number} begunMs when the call was sent
 * @property {number} [acknowledgedMs] when an answer showed that the change was made
 */

/**
 * The changes of one link, one after the other, and which of them a visitor may see. A change may be seen from the time
 * when its call is sent. It must be seen by who asks after it was acknowledged. A change whose answer was lost may be
 * seen or not, until a later one is acknowledged: a change increments the version that it has read, so it cannot be
 * made after a later one.
 */
export class LinkHistory {
  /** @type {Change[]} */
  #changes = [];
  #count = 0;
  #floor = 0;

  /**
   * @param {Target} target
   * @param {number} nowMs
   * @param {boolean} [isDeletion]
   * @returns {Change}
   */
  begin(target, nowMs, isDeletion = false) {
    const change = { index: this.#count++, target, isDeletion, begunMs: nowMs };
    this.#changes.push(change);
    return change;
  }

  /** @param {Change} change @param {number} nowMs */
  acknowledge(change, nowMs) {
    change.acknowledgedMs ??= nowMs;
    this.#floor = Math.max(this.#floor, change.index);
  }

  /** For a change that was refused. @param {Change} change */
  withdraw(change) {
    this.#changes = this.#changes.filter((each) => each !== change);
  }

  /** The index of the oldest change that who asks now may see. */
  get floor() {
    return this.#floor;
  }

  /** The floor at an earlier time. @param {number} atMs */
  floorAt(atMs) {
    const known = this.#changes.filter(({ acknowledgedMs = Infinity }) => acknowledgedMs <= atMs);
    return known.reduce((floor, { index }) => Math.max(floor, index), 0);
  }

  /** @param {Target} target @param {number} floor */
  find(target, floor) {
    return this.#changes.find((change) => change.index >= floor && change.target === target);
  }

  /** Since when no change is under way or unknown: infinity if one is. */
  get settledMs() {
    return this.#changes.at(-1)?.acknowledgedMs ?? Infinity;
  }

  /** The deletion that was sent, if there is one that may have been made. */
  get deletion() {
    return this.#changes.find(({ isDeletion, index }) => isDeletion && index >= this.#floor);
  }

  /** The newest changes, as lines. @param {number} count */
  describe(count) {
    return this.#changes.slice(-count).map(({ index, target, begunMs, acknowledgedMs }) => {
      const end = acknowledgedMs === undefined ? 'not acknowledged' : toSeconds(acknowledgedMs);
      return `  change ${index} to ${target ?? '410'}: sent ${toSeconds(begunMs)}, ${end}`;
    });
  }
}

/** @param {number} ms */
export function toSeconds(ms) {
  return `${(ms / 1000).toFixed(3)} s`;
}
