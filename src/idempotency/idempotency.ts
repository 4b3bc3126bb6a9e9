import { Injectable } from '@nestjs/common';
import { Announcer } from '../cluster/announcer.js';
import { ofLink } from '../cluster/subject.js';
import { Problem } from '../errors/problem.js';
import type { Answer } from './answer.js';
import { IdempotencyStore, KeyUsed } from './idempotency.store.js';
import { Keeping } from './keeping.js';
import type { IdempotentRequest } from './idempotent-request.js';

export const KEPT_FOR_MS = 24 * 60 * 60 * 1000;

/** The first answer may be on its way still: longer than a change takes to be known to all instances, or be given up. */
const FRESH_FOR_MS = 60_000;

export interface Told {
  readonly answer: Answer;
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
    private readonly announcer: Announcer,
  ) {}

  /**
   * @param request `undefined` if it has no key; then it is just done.
   * @throws what `perform` throws, and Problem `idempotency-key-reused`.
   */
  async once(
    request: IdempotentRequest | undefined,
    perform: (keeping?: Keeping) => Promise<Answer>,
  ): Promise<Told> {
    if (request === undefined) return { answer: await perform(), isReplayed: false };
    for (;;) {
      const nowMs = Date.now();
      const told = await this.#toldBefore(request, nowMs);
      if (told !== undefined) return told;
      try {
        const key = { ...request, createdAtMs: nowMs };
        return { answer: await perform(new Keeping(this.store, key)), isReplayed: false };
      } catch (error) {
        // Somebody was faster, so now there is an answer, unless they failed.
        if (!(error instanceof KeyUsed)) throw error;
      }
    }
  }

  async #toldBefore(request: IdempotentRequest, nowMs: number): Promise<Told | undefined> {
    const { id, fingerprint } = request;
    const kept = await this.store.find(id);
    if (kept === undefined) return undefined;
    const { createdAtMs } = kept.key;
    if (createdAtMs < nowMs - KEPT_FOR_MS) {
      await this.store.forget([id], nowMs - KEPT_FOR_MS);
      return undefined;
    }
    if (kept.key.fingerprint !== fingerprint) throw new Problem('idempotency-key-reused');
    if (createdAtMs > nowMs - FRESH_FOR_MS) await this.#makeKnown(kept.answer);
    return { answer: kept.answer, isReplayed: true };
  }

  /** Whoever is told of a change first: it is visible on every instance by then. */
  async #makeKnown({ aliases }: Answer): Promise<void> {
    await Promise.all(aliases.map((alias) => this.announcer.announce(ofLink(alias))));
  }
}
