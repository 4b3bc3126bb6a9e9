import { setTimeout as sleep } from 'node:timers/promises';
import { print } from './report.js';

const GAP_MS = { min: 4_000, max: 8_000 };

/**
 * @typedef {import('./soak.js').Context} Context
 * @typedef {import('./machine.js').Machine} Machine
 * @typedef {import('./random.js').Random} Random
 */

/** Disturbs the service: each kind once, in an order and with lengths that the seed decides, then all again. */
export class Disruptions {
  /** @type {Map<string, () => Promise<void>>} */
  #kinds;

  /** @param {Context} context @param {Random} random */
  constructor(context, random) {
    this.context = context;
    this.random = random;
    this.#kinds = new Map([
      ['kill', () => this.#kill()],
      ['reload', () => this.#reload()],
      ['restart', () => this.#restart()],
      ...(context.database.server === undefined ? [] : this.#ofServer()),
    ]);
  }

  /** @returns {[string, () => Promise<void>][]} */
  #ofServer() {
    return [
      ['freeze', () => this.#freeze()],
      ['crash', () => this.#crash()],
      ['cut', () => this.#cut(undefined)],
      ['cut of one machine', () => this.#cut(this.random.pick(this.context.machines))],
      ['pause', () => this.#pause()],
    ];
  }

  /** @param {() => boolean} isOver */
  async run(isOver) {
    while (!isOver()) {
      for (const kind of this.random.shuffle([...this.#kinds.keys()])) {
        await this.#sleep(this.random.between(GAP_MS.min, GAP_MS.max));
        if (isOver()) return;
        await this.#kinds.get(kind)?.();
        this.context.summary.noteDisruption(kind);
        await Promise.all(this.context.machines.map((machine) => machine.untilReady()));
      }
    }
  }

  /** Ends early when the run is over. @param {number} ms */
  async #sleep(ms) {
    await sleep(ms, undefined, { signal: this.context.over }).catch(() => undefined);
  }

  async #kill() {
    const machine = this.random.pick(this.context.machines);
    this.#killOne(machine, this.#pickInstance(machine));
    await Promise.resolve();
  }

  /** @param {Machine} machine @param {number | undefined} pid */
  #killOne(machine, pid) {
    if (pid === undefined) return;
    print(`kill of instance ${pid} of machine ${machine.number}`);
    const end = this.context.announcements.begin({ machine: machine.number, isEnding: true });
    machine.kill(pid);
    end();
  }

  async #reload() {
    const [machine] = this.context.machines;
    print(`reload of machine ${machine.number}`);
    const end = this.context.announcements.begin({ machine: machine.number, isReload: true });
    await machine.reload();
    end();
  }

  async #restart() {
    const [machine] = this.context.machines;
    print(`restart of machine ${machine.number}`);
    const end = this.context.announcements.begin({ machine: machine.number, isEnding: true });
    await machine.stop();
    await machine.start();
    end();
  }

  /** The server stops responding, its connections stay open. */
  async #freeze() {
    const ms = this.random.between(2_000, 8_000);
    print(`freeze of the database for ${ms} ms`);
    await this.#outage(undefined, async () => {
      this.context.database.server?.pause();
      await this.#wait(ms);
      this.context.database.server?.resume();
    });
  }

  async #crash() {
    const ms = this.random.between(500, 4_000);
    print(`crash of the database, started again after ${ms} ms`);
    await this.#outage(undefined, () => this.context.database.crash(ms));
  }

  /** @param {Machine | undefined} machine or all */
  async #cut(machine) {
    const ms = this.random.between(2_000, machine === undefined ? 8_000 : 12_000);
    const how = this.random.pick(/** @type {const} */ (['cut', 'hang']));
    print(
      `${how} of ${machine === undefined ? 'all machines' : `machine ${machine.number}`} for ${ms} ms`,
    );
    const proxies = this.context.database.proxies.filter(
      (_, index) => machine === undefined || index === machine.number - 1,
    );
    await this.#outage(machine, async () => {
      for (const proxy of proxies) proxy[how]();
      await this.#wait(ms);
      for (const proxy of proxies) proxy.restore();
    });
  }

  /** @param {Machine | undefined} machine @param {() => Promise<void>} work */
  async #outage(machine, work) {
    const end = this.context.announcements.begin({
      isOutage: true,
      ...(machine !== undefined && { machine: machine.number, isAlone: true, holdsLocks: true }),
    });
    await work();
    await Promise.all(this.context.machines.map((each) => each.untilRecovered()));
    end();
  }

  /** Sometimes an instance is killed in the middle. @param {number} ms */
  async #wait(ms) {
    await this.#sleep(ms / 2);
    if (this.random.chance(40)) await this.#kill();
    await this.#sleep(ms / 2);
  }

  /** One instance stands still, as on a machine that is suspended. */
  async #pause() {
    const machine = this.random.pick(this.context.machines);
    const pid = this.#pickInstance(machine);
    const ms = this.random.between(1_000, 12_000);
    if (pid === undefined) return;
    print(`pause of instance ${pid} of machine ${machine.number} for ${ms} ms`);
    const end = this.context.announcements.begin({
      machine: machine.number,
      isPause: true,
      holdsLocks: true,
    });
    process.kill(pid, 'SIGSTOP');
    await this.#sleep(ms);
    process.kill(pid, 'SIGCONT');
    end();
  }

  /** The first instance of the last machine stays, so that its memory can be observed. @param {Machine} machine */
  #pickInstance(machine) {
    const pids = machine.pids().filter((pid) => pid !== this.context.witness);
    return pids.length === 0 ? undefined : this.random.pick(pids);
  }
}
