import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** That an idempotency key was used. */
@Entity('idempotency_key')
export class IdempotencyKey {
  /** A hash of the key and of who used it. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id: string;

  /** A hash of what was asked for with it. */
  @Column({ type: 'varchar', length: 64 })
  fingerprint: string;

  @Column({ type: 'bigint' })
  @Index('idempotency_key_by_creation')
  createdAtMs: number;
}
