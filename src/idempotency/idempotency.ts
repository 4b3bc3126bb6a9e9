import { Injectable } from '@nestjs/common';
import { InvalidationPublisher } from '../cluster/invalidation-publisher.js';
import { linkTarget } from '../cluster/invalidation-target.js';
import { Problem } from '../platform/errors/problem.js';
import type { ApiResponse } from './api-response.js';
import { IdempotencyStore, DuplicateIdempotencyKey } from './idempotency.store.js';
import { IdempotencyRecorder } from './idempotency-recorder.js';
import type { IdempotentRequest } from './idempotent-request.js';

export const KEPT_FOR_MS = 24 * 60 * 60 * 1000;

/** The first answer may be on its way still: longer than a change takes to be known to all instances, or be given up. */
const FRESH_FOR_MS = 60_000;

export interface IdempotentResult {
  readonly apiResponse: ApiResponse;
  /** Whether it was told before. */
  readonly isReplayed: boolean;
}

/**
 * Has a request happen once, however often it is sent, at once or later, and to whichever instance: the
 * key is written in the same transaction as what the request brings about, and the unique key decides.
 * After the draft "The Idempotency-Key HTTP Header Field" of the IETF's HTTPAPI group. A request that
 * failed leaves nothing, and may be sent again with the same key.
 */
@Injectable()
export class Idempotency {
  constructor(
    private readonly store: IdempotencyStore,
    private readonly publisher: InvalidationPublisher,
  ) {}

  /**
   * @param request `undefined` if it has no key; then it is just done.
   * @throws what `perform` throws, and Problem `idempotency-key-reused`.
   */
  async execute(
    request: IdempotentRequest | undefined,
    perform: (recorder?: IdempotencyRecorder) => Promise<ApiResponse>,
  ): Promise<IdempotentResult> {
    if (request === undefined) return { apiResponse: await perform(), isReplayed: false };
    for (;;) {
      const nowMs = Date.now();
      const told = await this.#findStored(request, nowMs);
      if (told !== undefined) return told;
      try {
        const key = { ...request, createdAtMs: nowMs };
        return {
          apiResponse: await perform(new IdempotencyRecorder(this.store, key)),
          isReplayed: false,
        };
      } catch (error) {
        // Somebody was faster, so now there is an answer, unless they failed.
        if (!(error instanceof DuplicateIdempotencyKey)) throw error;
      }
    }
  }

  async #findStored(
    request: IdempotentRequest,
    nowMs: number,
  ): Promise<IdempotentResult | undefined> {
    const { id, fingerprint } = request;
    const kept = await this.store.find(id);
    if (kept === undefined) return undefined;
    const { createdAtMs } = kept.key;
    if (createdAtMs < nowMs - KEPT_FOR_MS) {
      await this.store.delete([id], nowMs - KEPT_FOR_MS);
      return undefined;
    }
    if (kept.key.fingerprint !== fingerprint) throw new Problem('idempotency-key-reused');
    if (createdAtMs > nowMs - FRESH_FOR_MS) await this.#propagate(kept.answer);
    return { apiResponse: kept.answer, isReplayed: true };
  }

  /** Whoever is told of a change first: it is visible on every instance by then. */
  async #propagate({ aliases }: ApiResponse): Promise<void> {
    await Promise.all(aliases.map((alias) => this.publisher.invalidate(linkTarget(alias))));
  }
}
