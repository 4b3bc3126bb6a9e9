import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { BackgroundLoop } from '../platform/background/background-loop.js';
import { isUnavailable } from '../platform/errors/problem.js';
import type { ApiKey } from './api-key.entity.js';
import { ApiKeyStore } from './api-key.store.js';

/** Minimum time between two recorded uses of a key, over all instances. */
const RECORD_EVERY_MS = 60_000;
/** Maximum delay until a use is visible. */
const WRITE_EVERY_MS = 2_000;
const LAST_WRITE_MS = 1_000;

/** Records in the background when keys were last used, accurate to the minute. */
@Injectable()
export class ApiKeyUsageTracker implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(ApiKeyUsageTracker.name);
  /** Lasts as long as the key is cached. A key that is read again has its `lastUsedAtMs`. */
  readonly #recordedAtMs = new WeakMap<ApiKey, number>();
  readonly #pending = new Map<string, number>();
  readonly #loop = new BackgroundLoop({
    logger: this.#logger,
    pauseMs: WRITE_EVERY_MS,
    run: () => this.write(),
  });
  #isOver = false;

  constructor(private readonly store: ApiKeyStore) {}

  record(apiKey: ApiKey, nowMs: number): void {
    const lastMs = this.#recordedAtMs.get(apiKey) ?? apiKey.lastUsedAtMs;
    // Math.abs: the clock may have been set back.
    if (lastMs !== null && Math.abs(nowMs - lastMs) < RECORD_EVERY_MS) return;
    this.#recordedAtMs.set(apiKey, nowMs);
    this.#pending.set(apiKey.id, nowMs);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stopAndFlush(() => this.write(), LAST_WRITE_MS);
    // The database is closed next, so no later write may start.
    this.#isOver = true;
  }

  /** Writes pending uses. Uses that fail because of a database outage stay pending. */
  async write(): Promise<void> {
    for (const [id, usedAtMs] of this.#pending) {
      if (this.#isOver || (await this.#isUnavailable(id, usedAtMs))) return;
      if (this.#pending.get(id) === usedAtMs) this.#pending.delete(id);
    }
  }

  /** Returns whether the database is unavailable; the outage itself is logged elsewhere. */
  async #isUnavailable(id: string, usedAtMs: number): Promise<boolean> {
    try {
      await this.store.recordUse(id, usedAtMs, RECORD_EVERY_MS);
    } catch (error) {
      if (isUnavailable(error) || this.#isOver) return true;
      this.#logger.error(error);
    }
    return false;
  }
}
