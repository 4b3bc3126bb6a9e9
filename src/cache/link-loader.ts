import type { Clock } from '../platform/background/clock.js';
import type { KeyService } from '../counter/key.service.js';
import type { Redirect } from '../link/redirect.js';
import { SingleFlight, type Flight } from './single-flight.js';
import { NegativeCache } from './negative-cache.js';

export type Load = () => Promise<Redirect | null>;

/** A link that was read; `startedAtMs` is when that began. */
export interface LoadedLink {
  readonly redirect: Redirect;
  readonly startedAtMs: number;
  readonly flight: Flight;
}

/** What is being read of the database, once for all who ask meanwhile, and what was not found there. */
export class LinkLoader {
  readonly #flights = new SingleFlight<string, Redirect | null>();
  readonly #unknown: NegativeCache;

  /** @param keep is given each link that was read. It must not keep what was forgotten on its way. */
  constructor(
    private readonly clock: Clock,
    private readonly keys: Pick<KeyService, 'mayBeIssued'>,
    private readonly keep: (key: string, reading: LoadedLink) => Promise<void>,
  ) {
    this.#unknown = new NegativeCache(() => clock.nowMs());
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
      if (found !== null || !this.keys.mayBeIssued(key)) return found;
    }
    // Be it a failure: it began before we asked.
    if (!hasLease) await current?.catch(() => null);
    return this.#flights.run(key, (flight) => this.#load(key, load, flight));
  }

  invalidate(key: string): void {
    this.#flights.invalidate(key);
    this.#unknown.delete(key);
  }

  clearUnknown(): void {
    this.#unknown.clear();
  }

  invalidateAll(): void {
    this.#flights.invalidateAll();
    this.#unknown.clear();
  }

  async #load(key: string, load: Load, flight: Flight): Promise<Redirect | null> {
    const startedAtMs = this.clock.nowMs();
    const redirect = await load();
    if (redirect !== null) await this.keep(key, { redirect, startedAtMs, flight });
    else if (!flight.isInvalidated && !this.keys.mayBeIssued(key)) {
      this.#unknown.add(key, startedAtMs);
    }
    return redirect;
  }
}
