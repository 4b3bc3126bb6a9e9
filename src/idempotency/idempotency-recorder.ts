import type { Beside } from '../platform/database/beside.js';
import type { ApiResponse } from './api-response.js';
import type { IdempotencyKey } from './idempotency-key.entity.js';
import type { IdempotencyStore } from './idempotency.store.js';

/** Keeps an answer, together with what it tells of or not at all. */
export class IdempotencyRecorder {
  constructor(
    private readonly store: IdempotencyStore,
    private readonly key: IdempotencyKey,
  ) {}

  /** In the transaction that the answer tells of. It is undone if the key was used before. */
  beside<T>(answerOf: (result: T) => ApiResponse): Beside<T> {
    const { store, key } = this;
    return {
      before: (manager) => store.claim(manager, key),
      after: (manager, result) => store.save(manager, key.id, answerOf(result)),
    };
  }

  /** An answer for which nothing was written. */
  async alone(answer: ApiResponse): Promise<void> {
    await this.store.saveAlone(this.key, answer);
  }
}

/** An answer that is asked for again is the one that was kept, though time has passed. */
export function memoizeLast<T>(answerOf: (result: T) => ApiResponse): (result: T) => ApiResponse {
  let last: { readonly result: T; readonly answer: ApiResponse } | undefined;
  return (result) => {
    if (last?.result !== result) last = { result, answer: answerOf(result) };
    return last.answer;
  };
}
