/** Runs one piece of work at a time: urgent work first, otherwise in the order of the calls. */
export class PriorityMutex {
  readonly #urgent: (() => void)[] = [];
  readonly #others: (() => void)[] = [];
  #isLocked = false;

  async runExclusive<T>(work: () => Promise<T>, isUrgent = false): Promise<T> {
    if (this.#isLocked) {
      const queue = isUrgent ? this.#urgent : this.#others;
      await new Promise<void>((resolve) => queue.push(resolve));
    }
    this.#isLocked = true;
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  /** Stays locked while it passes to the next waiter, so that no later caller overtakes it. */
  #next(): void {
    const next = this.#urgent.shift() ?? this.#others.shift();
    if (next === undefined) this.#isLocked = false;
    else next();
  }
}
