/** Many who ask for the same thing at once share one answer. */
export class SingleFlight<K, V> {
  readonly #inFlight = new Map<K, Promise<V>>();

  run(key: K, load: () => Promise<V>): Promise<V> {
    const current = this.#inFlight.get(key);
    if (current !== undefined) return current;
    const flight = load().finally(() => {
      if (this.#inFlight.get(key) === flight) this.#inFlight.delete(key);
    });
    this.#inFlight.set(key, flight);
    return flight;
  }

  /** Whoever asks from now on does not get the answer under way, and that answer knows it. */
  forget(key: K): void {
    this.#inFlight.delete(key);
  }
}
