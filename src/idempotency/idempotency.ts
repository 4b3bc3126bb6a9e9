import { Injectable } from '@nestjs/common';
import { PendingChanges } from '../cluster/pending-changes.js';
import { UnitOfWork, type Transaction } from '../cluster/unit-of-work.js';
import { ClockMonitor } from '../jobs/clock-monitor.js';
import { Problem } from '../platform/errors/problem.js';
import { IdempotencyStore, type ApiResponse, type StoredResponse } from './idempotency.store.js';
import type { IdempotentRequest } from './idempotent-request.js';

export const KEPT_FOR_MS = 24 * 60 * 60 * 1000;

/** Thrown to roll back the transaction: the request was performed before, with this response. */
class ReplayedResponse extends Error {
  constructor(readonly stored: StoredResponse) {
    super('the request was performed before');
  }
}

export interface IdempotentResult {
  readonly response: ApiResponse;
  readonly isReplayed: boolean;
}

/**
 * Performs a request once on all instances: its transaction inserts the unique key. A request that fails
 * leaves no key. Follows the IETF draft "The Idempotency-Key HTTP Header Field".
 */
@Injectable()
export class Idempotency {
  constructor(
    private readonly store: IdempotencyStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly pending: PendingChanges,
    private readonly clock: ClockMonitor,
  ) {}

  /** @param perform writes with `runOnce`. @throws its errors, Problem `idempotency-key-reused`. */
  async execute(
    request: IdempotentRequest | undefined,
    perform: () => Promise<ApiResponse>,
  ): Promise<IdempotentResult> {
    try {
      if (request !== undefined) await this.#assertNotStored(request);
      return { response: await perform(), isReplayed: false };
    } catch (error) {
      if (!(error instanceof ReplayedResponse)) throw error;
      // The first request may still wait for instances that have cached its aliases as unknown.
      await this.pending.awaitLinks(error.stored.response.aliases);
      return { response: error.stored.response, isReplayed: true };
    }
  }

  /** Claims the key, then works. @throws ReplayedResponse, and Problem `idempotency-key-reused`. */
  runOnce(
    request: IdempotentRequest | undefined,
    work: (tx: Transaction) => Promise<ApiResponse>,
  ): Promise<ApiResponse> {
    if (request === undefined) return this.unitOfWork.run(work);
    return this.unitOfWork.run(async (tx) => {
      await this.#claim(tx, request);
      const response = await work(tx);
      await this.store.saveResponse(tx, request.id, response);
      return response;
    });
  }

  /** The insert comes first: a SELECT before it would hide from MySQL's later ones what others commit. */
  async #claim(tx: Transaction, request: IdempotentRequest): Promise<void> {
    const isFree = await this.store.insertKey(tx, { ...request, createdAtMs: this.clock.nowMs() });
    if (isFree) return;
    const stored = await this.store.find(request.id, tx);
    if (stored === undefined) throw new Error('an idempotency key has no response');
    throw replay(request, stored);
  }

  async #assertNotStored(request: IdempotentRequest): Promise<void> {
    const stored = await this.store.find(request.id);
    if (stored === undefined) return;
    const isFresh = stored.key.createdAtMs >= this.clock.nowMs() - KEPT_FOR_MS;
    const nowMs = isFresh ? undefined : await this.clock.deletionTimeMs();
    if (nowMs === undefined) throw replay(request, stored);
    await this.store.delete([request.id], nowMs - KEPT_FOR_MS);
  }
}

function replay({ fingerprint }: IdempotentRequest, stored: StoredResponse): Error {
  if (stored.key.fingerprint !== fingerprint) return new Problem('idempotency-key-reused');
  return new ReplayedResponse(stored);
}
