import type { Clock } from '../platform/background/clock.js';
import type { KeyService } from '../counter/key.service.js';
import type { Redirect } from '../link/redirect.js';
import { SingleFlight, type Flight } from './single-flight.js';
import { NegativeCache } from './negative-cache.js';

export type Load = () => Promise<Redirect | null>;

/** A link as it was read. `startedAtMs` is the time before the read. */
export interface LoadedLink {
  readonly redirect: Redirect;
  readonly startedAtMs: number;
  readonly flight: Flight;
}

export class LinkLoader {
  readonly #flights = new SingleFlight<string, Redirect | null>();
  readonly #unknown: NegativeCache;

  /** @param store is called with each link that was read. It must ignore invalidated flights. */
  constructor(
    private readonly clock: Clock,
    private readonly keys: Pick<KeyService, 'mayBeIssued'>,
    private readonly store: (key: string, loaded: LoadedLink) => Promise<void>,
  ) {
    this.#unknown = new NegativeCache(() => clock.nowMs());
  }

  /** Whether no link had this key at the last read, and none can have got it since. */
  isUnknown(key: string): boolean {
    return this.#unknown.has(key);
  }

  /** Joins a read in progress only under a lease, unless it misses a key that may be issued. */
  async read(key: string, load: Load, hasLease: boolean): Promise<Redirect | null> {
    const current = this.#flights.current(key);
    if (current !== undefined && hasLease) {
      const found = await current;
      if (found !== null || !this.keys.mayBeIssued(key)) return found;
    }
    // Its result does not matter, because the read began before this call.
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
    if (redirect !== null) await this.store(key, { redirect, startedAtMs, flight });
    else if (!flight.isInvalidated && !this.keys.mayBeIssued(key)) {
      this.#unknown.add(key, startedAtMs);
    }
    return redirect;
  }
}
