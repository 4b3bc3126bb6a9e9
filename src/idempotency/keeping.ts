import type { Beside } from '../database/beside.js';
import type { Answer } from './answer.js';
import type { IdempotencyKey } from './idempotency-key.entity.js';
import type { IdempotencyStore } from './idempotency.store.js';

/** Keeps an answer, together with what it tells of or not at all. */
export class Keeping {
  constructor(
    private readonly store: IdempotencyStore,
    private readonly key: IdempotencyKey,
  ) {}

  /** In the transaction that the answer tells of. It is undone if the key was used before. */
  beside<T>(answerOf: (result: T) => Answer): Beside<T> {
    const { store, key } = this;
    return {
      before: (manager) => store.claim(manager, key),
      after: (manager, result) => store.keep(manager, key.id, answerOf(result)),
    };
  }

  /** An answer for which nothing was written. */
  async alone(answer: Answer): Promise<void> {
    await this.store.keepAlone(this.key, answer);
  }
}

/** An answer that is asked for again is the one that was kept, though time has passed. */
export function remembered<T>(answerOf: (result: T) => Answer): (result: T) => Answer {
  let last: { readonly result: T; readonly answer: Answer } | undefined;
  return (result) => {
    if (last?.result !== result) last = { result, answer: answerOf(result) };
    return last.answer;
  };
}
