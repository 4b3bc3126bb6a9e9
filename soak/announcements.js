/** An outage ends when one instance of each machine reaches the database again. Others may need a little longer. */
const RECOVERY_MS = 3_000;
/** How long a statement waits for locks, or a little less. */
const LOCK_WAIT_MS = 4_500;
/** How long after an outage of its own an instance may serve older destinations: docs/operations.md, "Outages". */
const STALE_AFTER_ISOLATION_MS = 2_000;
/** How long after the signal connections of a killed instance may still break. */
const BREAKING_MS = 2_000;

/**
 * A disruption and what it excuses, on one machine or, without one, on all.
 * @typedef {object} Announcement
 * @property {number} [machine]
 * @property {boolean} [isOutage] answers may be 503
 * @property {boolean} [isAlone] the machine alone has lost the database: cached links may be old
 * @property {boolean} [isEnding] processes end, so that connections break
 * @property {boolean} [isReload] idle connections are closed
 * @property {boolean} [isPause] an instance does not answer for a while
 * @property {boolean} [holdsLocks] a transaction may stay open, so that writes of all machines may wait for its locks
 */

/** @typedef {Announcement & { begunMs: number, endedMs: number }} Running */

/** @typedef {{ number: number }} MachineNumber */

/** The disruptions of this run, and what clients and logs may notice of them. */
export class Announcements {
  /** @type {Running[]} */
  #all = [];

  /** @param {Announcement} announcement @returns {() => void} ends it */
  begin(announcement) {
    const running = { ...announcement, begunMs: performance.now(), endedMs: Infinity };
    this.#all.push(running);
    return () => void (running.endedMs = performance.now());
  }

  /**
   * Whether 503 is allowed.
   * @param {MachineNumber} machine
   * @param {{ begunMs: number, endedMs: number }} period
   */
  allowUnavailable(machine, period) {
    return this.#during(machine, period, RECOVERY_MS).some(
      ({ isOutage, isPause }) => isOutage || isPause,
    );
  }

  /**
   * Whether a transaction that cannot go on may have locks that others wait for.
   * @param {{ begunMs: number, endedMs: number }} period
   */
  mayHoldLocks({ begunMs, endedMs }) {
    return this.#all.some(
      (each) => each.holdsLocks && each.begunMs <= endedMs && begunMs <= each.endedMs + RECOVERY_MS,
    );
  }

  /**
   * Whether a call may be answered with 503 because it has waited for such locks.
   * @param {{ begunMs: number, endedMs: number }} period
   */
  allowLockTimeout(period) {
    return period.endedMs - period.begunMs >= LOCK_WAIT_MS && this.mayHoldLocks(period);
  }

  /**
   * Since when older destinations are allowed.
   * @param {MachineNumber} machine
   * @param {{ begunMs: number, endedMs: number }} period
   * @returns {number | undefined}
   */
  aloneSinceMs(machine, period) {
    return this.#during(machine, period, STALE_AFTER_ISOLATION_MS).find(({ isAlone }) => isAlone)
      ?.begunMs;
  }

  /**
   * Whether the connection of this request may break.
   * @param {MachineNumber} machine
   * @param {import('./client.js').Exchange} exchange
   */
  allowBroken(machine, exchange) {
    const { idleMs, begunMs, endedMs } = exchange;
    if (this.#during(machine, exchange, BREAKING_MS).some(({ isEnding }) => isEnding)) return true;
    // A client that has sent nothing for a second may send as the server closes the connection.
    const period = { begunMs: begunMs - idleMs, endedMs };
    return (
      idleMs >= 1_000 && this.#during(machine, period, BREAKING_MS).some(({ isReload }) => isReload)
    );
  }

  /**
   * The end of the last outage, recovery included, before this time.
   * @param {MachineNumber} machine
   * @param {number} atMs
   */
  calmSinceMs(machine, atMs) {
    const over = this.#all.filter(
      (each) =>
        isOn(machine, each) && (each.isOutage || each.isPause) && each.endedMs + RECOVERY_MS < atMs,
    );
    return Math.max(0, ...over.map(({ endedMs }) => endedMs + RECOVERY_MS));
  }

  /**
   * The begin of the outage at this time.
   * @param {MachineNumber} machine
   * @param {number} atMs
   */
  outageSinceMs(machine, atMs) {
    const period = { begunMs: atMs, endedMs: atMs };
    const found = this.#during(machine, period, RECOVERY_MS).filter(({ isOutage }) => isOutage);
    return Math.min(...found.map(({ begunMs }) => begunMs));
  }

  /**
   * @param {MachineNumber} machine
   * @param {{ begunMs: number, endedMs: number }} period
   * @param {number} graceMs
   */
  #during(machine, { begunMs, endedMs }, graceMs) {
    return this.#all.filter(
      (each) => isOn(machine, each) && each.begunMs <= endedMs && begunMs <= each.endedMs + graceMs,
    );
  }
}

/** @param {MachineNumber} machine @param {Announcement} announcement */
function isOn(machine, announcement) {
  return announcement.machine === undefined || announcement.machine === machine.number;
}
