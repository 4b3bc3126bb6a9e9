import type { QuotaLease } from './rate-window.store.js';

/** What an instance knows of the requests that one caller may send in one minute. */
export class LeasedQuota {
  /** Leased to this instance, and not used. */
  #held = 0;
  #left: number;
  #leasing: Promise<void> | undefined;

  constructor(
    readonly window: number,
    readonly limit: number,
    private readonly lease: () => Promise<QuotaLease>,
  ) {
    this.#left = limit;
  }

  /** As far as this instance has heard: others may have leased some since. */
  get remaining(): number {
    return this.#held + this.#left;
  }

  /** Whether one more request may be served. From memory, but for the first of each lease. */
  async take(): Promise<boolean> {
    while (this.#held === 0) {
      if (this.#left === 0) return false;
      // However many wait, one asks.
      this.#leasing ??= this.#ask().finally(() => (this.#leasing = undefined));
      await this.#leasing;
    }
    this.#held--;
    return true;
  }

  async #ask(): Promise<void> {
    const { granted, left } = await this.lease();
    this.#held += granted;
    this.#left = left;
  }
}
