import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { isIntent, type Change } from './change.js';
import { Clock } from './clock.js';
import { ClusterStore } from './cluster.store.js';
import type { Invalidation } from './invalidation.entity.js';
import type { Instance } from './instance.entity.js';
import { Roster } from './roster.js';

const LOOK_EVERY_MS = 10;
/** Without the database nobody can tell whether the others know. Longer than a lease. */
const GIVE_UP_AFTER_MS = 6_000;

interface Waiting {
  readonly change: Change;
  readonly sinceMs: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sees that committed changes reach every instance. However many wait, one loop looks after them all,
 * and it runs only while somebody waits.
 */
@Injectable()
export class Delivery implements OnApplicationShutdown {
  readonly #waiting = new Map<string, Waiting>();
  #isLooking = false;
  #looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: ClusterStore,
    private readonly roster: Roster,
    private readonly clock: Clock,
  ) {}

  /** Whether somebody waits for this change to be known. */
  isUnderWay(changeId: string): boolean {
    return this.#waiting.has(changeId);
  }

  /**
   * To be called behind the commit. Resolves when each instance has acknowledged the change, or has been
   * silent for so long that it does not rely on its memory.
   * @throws Problem `database-unavailable`: then the others hear of it, but nobody can tell when.
   */
  async complete(change: Change): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const sinceMs = this.clock.nowMs();
      this.#waiting.set(change.id, { change, sinceMs, resolve, reject });
      if (!this.#isLooking) this.#looking = this.#look();
    });
  }

  /** Resolves when nobody waits, and what they waited for has been tidied up. */
  atRest(): Promise<void> {
    return this.#looking;
  }

  /** Whoever waited has been answered by now, which is before the tidying up; the database is closed after it. */
  onApplicationShutdown(): Promise<void> {
    return this.atRest();
  }

  async #look(): Promise<void> {
    this.#isLooking = true;
    while (this.#waiting.size > 0) {
      // Whoever comes later may have committed behind what is read now.
      const waiting = [...this.#waiting.values()];
      try {
        await this.#lookAfter(waiting);
      } catch (error) {
        this.#giveUp(waiting, error);
      }
      if (this.#waiting.size > 0) await this.clock.sleep(LOOK_EVERY_MS);
    }
    this.#isLooking = false;
  }

  async #lookAfter(waiting: readonly Waiting[]): Promise<void> {
    const changes = waiting.map(({ change }) => change);
    const { registered, live } = await this.roster.look();
    const posted = await this.#tellNewcomers(changes, idsOf(registered));
    const letters = await this.store.lettersAbout(changes.map(({ id }) => id));
    const listening = new Set(idsOf(live));
    const open = letters.filter((one) => listening.has(one.instanceId) && !isIntent(one));
    // Whether a newcomer lives was asked before it was written to: only the next look can tell.
    const openIds = new Set([...open, ...posted].map(({ changeId }) => changeId));
    const done = waiting.filter(({ change }) => !openIds.has(change.id));
    for (const { resolve } of done) resolve();
    await this.#forgetIntents(done);
  }

  /** The join rule: who registered before the commit, but too late to be seen by it, may have read before it. */
  async #tellNewcomers(
    changes: readonly Change[],
    registered: readonly string[],
  ): Promise<Invalidation[]> {
    const letters = changes.map((change) => change.lettersTo(registered));
    await this.store.post(letters.flat());
    changes.forEach((change, index) => change.sent(letters[index] ?? []));
    return letters.flat();
  }

  /** They keep those informed that nobody waits for; if this fails, the next look into the mailbox finds them. */
  async #forgetIntents(done: readonly Waiting[]): Promise<void> {
    const intents = done.map(({ change: { authorId, id, subject } }) => ({
      ...subject,
      instanceId: authorId,
      changeId: id,
    }));
    await this.store.remove(intents).catch(() => undefined);
    for (const { change } of done) this.#waiting.delete(change.id);
  }

  #giveUp(waiting: readonly Waiting[], error: unknown): void {
    for (const { change, sinceMs, reject } of waiting) {
      if (this.clock.nowMs() - sinceMs < GIVE_UP_AFTER_MS) continue;
      this.#waiting.delete(change.id);
      reject(error);
    }
  }
}

function idsOf(instances: readonly Instance[]): string[] {
  return instances.map(({ id }) => id);
}
