import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * A message to an instance: its cached value of the target is outdated. The instance acknowledges it by
 * deleting the row, after it has removed the value. A row whose recipient is the publisher itself is an
 * outbox entry. It stays until all instances have acknowledged, so that another instance can complete the
 * change if the publisher dies.
 */
@Entity('invalidation')
export class Invalidation {
  @PrimaryColumn({ type: 'varchar', length: 16 })
  recipientId: string;

  /** The same in all messages about one change: the publisher's id, a dot, and a number. */
  @PrimaryColumn({ type: 'varchar', length: 40 })
  @Index('invalidation_by_change')
  changeId: string;

  /** Set if the target is a link. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  linkKey: string | null;

  /** Set if the target is all keys with ids below this one. Links are about to get them. */
  @Column({ type: 'bigint', nullable: true })
  reservedBelow: number | null;

  /** Set if the target is an API key. */
  @Column({ type: 'varchar', length: 32, nullable: true })
  apiKeyId: string | null;
}
