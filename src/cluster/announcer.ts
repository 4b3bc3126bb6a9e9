import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Change } from './change.js';
import { ClusterStore } from './cluster.store.js';
import { Delivery } from './delivery.js';
import type { Invalidation } from './invalidation.entity.js';
import { Participants } from './participants.js';
import { Roster } from './roster.js';
import type { Subject } from './subject.js';

type Work<T> = (manager: EntityManager) => Promise<T>;

/** Makes changes that are known to every instance when the promise resolves. */
@Injectable()
export class Announcer {
  readonly #underWay = new Set<string>();
  #count = 0;

  constructor(
    private readonly store: ClusterStore,
    private readonly roster: Roster,
    private readonly delivery: Delivery,
    private readonly participants: Participants,
  ) {}

  /**
   * Does the work in a transaction, and has all instances forget what they remember of the subjects.
   * @throws what the work throws, and Problem `database-unavailable`. Should the work have happened all
   * the same, the others hear of it soon.
   */
  change<T>(subjects: readonly Subject[], work: Work<T>): Promise<T> {
    return this.#tell(subjects, async (changes) => {
      const letters = changes.map((change) => change.lettersTo(this.roster.ids()));
      const result = await this.store.commit(work, letters.flat());
      changes.forEach((change, index) => change.sent(letters[index] ?? []));
      return result;
    });
  }

  /** Has all instances forget what they remember of the subject, since it is about to change. */
  announce(subject: Subject): Promise<void> {
    return this.#tell([subject], async () => undefined);
  }

  /** Takes up a change of ours that was committed though its author was not told so. */
  async adopt(intent: Invalidation): Promise<void> {
    if (this.#underWay.has(intent.changeId) || this.delivery.isUnderWay(intent.changeId)) return;
    await this.#complete([Change.of(intent)], async () => undefined);
  }

  #tell<T>(
    subjects: readonly Subject[],
    work: (changes: readonly Change[]) => Promise<T>,
  ): Promise<T> {
    const changes = subjects.map(
      (subject) => new Change(this.roster.selfId, ++this.#count, subject),
    );
    return this.#complete(changes, work);
  }

  async #complete<T>(
    changes: readonly Change[],
    work: (changes: readonly Change[]) => Promise<T>,
  ): Promise<T> {
    for (const { id } of changes) this.#underWay.add(id);
    try {
      const result = await work(changes);
      await Promise.all(changes.map((change) => this.#makeKnown(change)));
      return result;
    } finally {
      for (const { id } of changes) this.#underWay.delete(id);
    }
  }

  async #makeKnown(change: Change): Promise<void> {
    await this.participants.invalidated(change.subject);
    await this.delivery.complete(change);
  }
}
