/** One answer on its way. */
export class Flight {
  /** Set when what it brings may be older than what was said since. */
  isForgotten = false;
}

interface UnderWay<V> {
  readonly flight: Flight;
  readonly answer: Promise<V>;
}

/** Many who ask for the same thing at once share one answer. */
export class SingleFlight<K, V> {
  readonly #underWay = new Map<K, UnderWay<V>>();

  /** What others have asked for already. */
  current(key: K): Promise<V> | undefined {
    return this.#underWay.get(key)?.answer;
  }

  run(key: K, load: (flight: Flight) => Promise<V>): Promise<V> {
    const current = this.#underWay.get(key);
    if (current !== undefined) return current.answer;
    const flight = new Flight();
    const answer = load(flight).finally(() => {
      if (this.#underWay.get(key)?.flight === flight) this.#underWay.delete(key);
    });
    this.#underWay.set(key, { flight, answer });
    return answer;
  }

  /** Whoever asks from now on does not get the answer under way, and that answer knows it. */
  forget(key: K): void {
    const current = this.#underWay.get(key);
    if (current === undefined) return;
    current.flight.isForgotten = true;
    this.#underWay.delete(key);
  }

  forgetAll(): void {
    for (const key of this.#underWay.keys()) this.forget(key);
  }
}
