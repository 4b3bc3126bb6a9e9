import type { Invalidation } from './invalidation.entity.js';
import type { InvalidationTarget } from './invalidation-target.js';

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

  static fromOutboxEntry(outboxEntry: Invalidation): PendingInvalidation {
    const [publisherId = '', number = ''] = outboxEntry.changeId.split('.');
    const { linkKey, reservedBelow, apiKeyId } = outboxEntry;
    return new PendingInvalidation(publisherId, number, { linkKey, reservedBelow, apiKeyId });
  }

  /** The instances that have been sent a message. */
  get recipientIds(): Iterable<string> {
    return this.#recipientIds;
  }

  /** Messages for those of the instances that have been sent none. */
  messagesFor(instanceIds: readonly string[]): Invalidation[] {
    return instanceIds
      .filter((instanceId) => !this.#recipientIds.has(instanceId))
      .map((recipientId) => ({ recipientId, changeId: this.id, ...this.target }));
  }

  markSent(messages: readonly Invalidation[]): void {
    for (const { recipientId } of messages) this.#recipientIds.add(recipientId);
  }
}

/** Whether the publisher sent the message to itself, so that the change can be completed later. */
export function isOutboxEntry({ recipientId, changeId }: Invalidation): boolean {
  return changeId.startsWith(`${recipientId}.`);
}
