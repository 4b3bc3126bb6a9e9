export class Flight {
  /** Set when its result may be older than a change. */
  isInvalidated = false;
}

interface InFlight<V> {
  readonly flight: Flight;
  readonly result: Promise<V>;
}

/** Shares one promise among concurrent calls with the same key. */
export class SingleFlight<K, V> {
  readonly #inFlight = new Map<K, InFlight<V>>();

  current(key: K): Promise<V> | undefined {
    return this.#inFlight.get(key)?.result;
  }

  run(key: K, load: (flight: Flight) => Promise<V>): Promise<V> {
    const current = this.#inFlight.get(key);
    if (current !== undefined) return current.result;
    const flight = new Flight();
    const result = load(flight).finally(() => {
      if (this.#inFlight.get(key)?.flight === flight) this.#inFlight.delete(key);
    });
    this.#inFlight.set(key, { flight, result });
    return result;
  }

  /** Later calls do not share the call in progress, and its flight is marked. */
  invalidate(key: K): void {
    const current = this.#inFlight.get(key);
    if (current === undefined) return;
    current.flight.isInvalidated = true;
    this.#inFlight.delete(key);
  }

  invalidateAll(): void {
    for (const key of this.#inFlight.keys()) this.invalidate(key);
  }
}
