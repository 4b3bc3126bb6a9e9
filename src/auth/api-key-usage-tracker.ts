import { setTimeout as sleep } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { isUnavailable } from '../platform/errors/problem.js';
import type { ApiKey } from './api-key.entity.js';
import { ApiKeyStore } from './api-key.store.js';

/** Of a key, over all instances. */
const NOTE_EVERY_MS = 60_000;
/** So long it takes until a use shows. */
const WRITE_EVERY_MS = 2_000;
/** At the end of the process. */
const LAST_WRITE_MS = 1_000;

/** Notes when keys were last used, to the minute, behind the backs of those who use them. */
@Injectable()
export class ApiKeyUsageTracker implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(ApiKeyUsageTracker.name);
  /** For as long as the key is in memory; then its row says. */
  readonly #recordedAtMs = new WeakMap<ApiKey, number>();
  readonly #pending = new Map<string, number>();
  readonly #stop = new AbortController();
  #isOver = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(private readonly store: ApiKeyStore) {}

  record(apiKey: ApiKey, nowMs: number): void {
    const lastMs = this.#recordedAtMs.get(apiKey) ?? apiKey.lastUsedAtMs;
    // A clock may have been put back meanwhile.
    if (lastMs !== null && Math.abs(nowMs - lastMs) < NOTE_EVERY_MS) return;
    this.#recordedAtMs.set(apiKey, nowMs);
    this.#pending.set(apiKey.id, nowMs);
  }

  onApplicationBootstrap(): void {
    this.#loop = this.#run();
  }

  /** Requests under way have ended by now. */
  async onApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    const last = this.#loop.then(() => this.write());
    await Promise.race([last, sleep(LAST_WRITE_MS, undefined, { ref: false })]);
    // The database is closed behind us.
    this.#isOver = true;
  }

  /** What the database does not take now waits for the next time. */
  async write(): Promise<void> {
    for (const [id, usedAtMs] of this.#pending) {
      if (this.#isOver || (await this.#isRefused(id, usedAtMs))) return;
      if (this.#pending.get(id) === usedAtMs) this.#pending.delete(id);
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await sleep(WRITE_EVERY_MS, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await this.write();
    }
  }

  /** Whether the database is away. Of an outage others tell. */
  async #isRefused(id: string, usedAtMs: number): Promise<boolean> {
    try {
      await this.store.recordUse(id, usedAtMs, NOTE_EVERY_MS);
    } catch (error) {
      if (isUnavailable(error) || this.#isOver) return true;
      this.#logger.error(error);
    }
    return false;
  }
}
