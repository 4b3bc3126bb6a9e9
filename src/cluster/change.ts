import type { Invalidation } from './invalidation.entity.js';
import type { Subject } from './subject.js';

/** A change that all instances are being told of. */
export class Change {
  readonly id: string;
  readonly #addressees = new Set<string>();

  constructor(
    readonly authorId: string,
    number: number | string,
    readonly subject: Subject,
  ) {
    this.id = `${authorId}.${number}`;
  }

  /** From an author's letter to itself. */
  static of(letter: Invalidation): Change {
    const [authorId = '', number = ''] = letter.changeId.split('.');
    const { linkKey, leasedBelow, apiKeyId } = letter;
    return new Change(authorId, number, { linkKey, leasedBelow, apiKeyId });
  }

  /** Letters for those of the instances that have been sent none. */
  lettersTo(instanceIds: readonly string[]): Invalidation[] {
    return instanceIds
      .filter((instanceId) => !this.#addressees.has(instanceId))
      .map((instanceId) => ({ instanceId, changeId: this.id, ...this.subject }));
  }

  sent(letters: readonly Invalidation[]): void {
    for (const { instanceId } of letters) this.#addressees.add(instanceId);
  }
}

/** Whether the author sent it to itself: it says that others may still have to be told. */
export function isIntent({ instanceId, changeId }: Invalidation): boolean {
  return changeId.startsWith(`${instanceId}.`);
}
