import type { Clock } from '../cluster/clock.js';
import type { KeyService } from '../counter/key.service.js';
import type { Redirect } from '../link/redirect.js';
import { SingleFlight, type Flight } from './single-flight.js';
import { UnknownKeys } from './unknown-keys.js';

export type Load = () => Promise<Redirect | null>;

/** A link that was read; `startedAtMs` is when that began. */
export interface Reading {
  readonly redirect: Redirect;
  readonly startedAtMs: number;
  readonly flight: Flight;
}

/** What is being read of the database, once for all who ask meanwhile, and what was not found there. */
export class LinkReadings {
  readonly #flights = new SingleFlight<string, Redirect | null>();
  readonly #unknown: UnknownKeys;

  /** @param keep is given each link that was read. It must not keep what was forgotten on its way. */
  constructor(
    private readonly clock: Clock,
    private readonly keys: Pick<KeyService, 'mayBeGiven'>,
    private readonly keep: (key: string, reading: Reading) => Promise<void>,
  ) {
    this.#unknown = new UnknownKeys(() => clock.nowMs());
  }

  /** Whether no link had this key a moment ago, and none was given it since. */
  isUnknown(key: string): boolean {
    return this.#unknown.has(key);
  }

  /**
   * What others began to look for before we asked is as good as our own reading, unless a change behind it
   * may have been kept from us: without a lease, or when a leased key comes to life.
   */
  async read(key: string, load: Load, hasLease: boolean): Promise<Redirect | null> {
    const current = this.#flights.current(key);
    if (current !== undefined && hasLease) {
      const found = await current;
      if (found !== null || !this.keys.mayBeGiven(key)) return found;
    }
    // Be it a failure: it began before we asked.
    if (!hasLease) await current?.catch(() => null);
    return this.#flights.run(key, (flight) => this.#load(key, load, flight));
  }

  forget(key: string): void {
    this.#flights.forget(key);
    this.#unknown.delete(key);
  }

  forgetUnknown(): void {
    this.#unknown.clear();
  }

  forgetAll(): void {
    this.#flights.forgetAll();
    this.#unknown.clear();
  }

  async #load(key: string, load: Load, flight: Flight): Promise<Redirect | null> {
    const startedAtMs = this.clock.nowMs();
    const redirect = await load();
    if (redirect !== null) await this.keep(key, { redirect, startedAtMs, flight });
    else if (!flight.isForgotten && !this.keys.mayBeGiven(key)) {
      this.#unknown.add(key, startedAtMs);
    }
    return redirect;
  }
}
