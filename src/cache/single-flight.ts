/** One answer on its way. */
export class Flight {
  /** Set when what it brings may be older than what was said since. */
  isInvalidated = false;
}

interface InFlight<V> {
  readonly flight: Flight;
  readonly answer: Promise<V>;
}

/** Many who ask for the same thing at once share one answer. */
export class SingleFlight<K, V> {
  readonly #inFlight = new Map<K, InFlight<V>>();

  /** What others have asked for already. */
  current(key: K): Promise<V> | undefined {
    return this.#inFlight.get(key)?.answer;
  }

  run(key: K, load: (flight: Flight) => Promise<V>): Promise<V> {
    const current = this.#inFlight.get(key);
    if (current !== undefined) return current.answer;
    const flight = new Flight();
    const answer = load(flight).finally(() => {
      if (this.#inFlight.get(key)?.flight === flight) this.#inFlight.delete(key);
    });
    this.#inFlight.set(key, { flight, answer });
    return answer;
  }

  /** Whoever asks from now on does not get the answer under way, and that answer knows it. */
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
