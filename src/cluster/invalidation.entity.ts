import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * A letter to an instance: what it remembers of the subject is no longer so. The instance deletes the
 * row once it has forgotten, which is its acknowledgement. The row that the author of a change addresses
 * to itself stays until all others have been told, in case the author does not live to see to that.
 */
@Entity('invalidation')
export class Invalidation {
  /** The addressee. */
  @PrimaryColumn({ type: 'varchar', length: 16 })
  recipientId: string;

  /** The same in all letters about one change: its author's id, a dot, and a number. */
  @PrimaryColumn({ type: 'varchar', length: 40 })
  @Index('invalidation_by_change')
  changeId: string;

  /** The subject is this link, */
  @Column({ type: 'varchar', length: 64, nullable: true })
  linkKey: string | null;

  /** or all keys made of ids below this one, which are about to be given to links, */
  @Column({ type: 'bigint', nullable: true })
  reservedBelow: number | null;

  /** or this API key. */
  @Column({ type: 'varchar', length: 32, nullable: true })
  apiKeyId: string | null;
}
