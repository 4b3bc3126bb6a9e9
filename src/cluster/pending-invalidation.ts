import type { Invalidation } from './invalidation.entity.js';
import type { InvalidationTarget } from './invalidation-target.js';

/** A change that all instances are being told of. */
export class PendingInvalidation {
  readonly id: string;
  readonly #recipientIds = new Set<string>();

  constructor(
    readonly publisherId: string,
    number: number | string,
    readonly target: InvalidationTarget,
  ) {
    this.id = `${publisherId}.${number}`;
  }

  /** From an author's letter to itself. */
  static fromOutboxEntry(message: Invalidation): PendingInvalidation {
    const [authorId = '', number = ''] = message.changeId.split('.');
    const { linkKey, reservedBelow, apiKeyId } = message;
    return new PendingInvalidation(authorId, number, { linkKey, reservedBelow, apiKeyId });
  }

  /** Letters for those of the instances that have been sent none. */
  messagesFor(instanceIds: readonly string[]): Invalidation[] {
    return instanceIds
      .filter((instanceId) => !this.#recipientIds.has(instanceId))
      .map((recipientId) => ({ recipientId, changeId: this.id, ...this.target }));
  }

  markSent(messages: readonly Invalidation[]): void {
    for (const { recipientId } of messages) this.#recipientIds.add(recipientId);
  }
}

/** Whether the author sent it to itself: it says that others may still have to be told. */
export function isOutboxEntry({ recipientId, changeId }: Invalidation): boolean {
  return changeId.startsWith(`${recipientId}.`);
}
