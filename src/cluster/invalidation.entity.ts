import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * Tells the recipient that its cached value of the target is outdated. The recipient removes the
 * value and then deletes the row. A row to the publisher itself is an outbox entry, from which
 * another instance completes the change if the publisher dies.
 */
@Entity('invalidation')
export class Invalidation {
  @PrimaryColumn({ type: 'varchar', length: 16 })
  recipientId: string;

  /** The same in all messages about one change: the publisher's id, a dot, and a number. */
  @PrimaryColumn({ type: 'varchar', length: 40 })
  @Index('invalidation_by_change')
  changeId: string;

  @Column({ type: 'varchar', length: 64, nullable: true })
  @Index('invalidation_by_link_key')
  linkKey: string | null;

  /** Set if the target is all keys with ids below this one. Links are about to get them. */
  @Column({ type: 'bigint', nullable: true })
  reservedBelow: number | null;

  @Column({ type: 'varchar', length: 32, nullable: true })
  apiKeyId: string | null;
}
