/** Lets one piece of work through at a time, in the order of arrival, but what is urgent before the rest. */
export class PriorityMutex {
  readonly #urgent: (() => void)[] = [];
  readonly #others: (() => void)[] = [];
  #isTaken = false;

  async runExclusive<T>(work: () => Promise<T>, isUrgent = false): Promise<T> {
    if (this.#isTaken) {
      const queue = isUrgent ? this.#urgent : this.#others;
      await new Promise<void>((resolve) => queue.push(resolve));
    }
    this.#isTaken = true;
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  /** Stays taken while it is handed on, so that nobody slips in between. */
  #next(): void {
    const next = this.#urgent.shift() ?? this.#others.shift();
    if (next === undefined) this.#isTaken = false;
    else next();
  }
}
