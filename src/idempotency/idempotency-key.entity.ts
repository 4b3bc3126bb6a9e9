import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A used idempotency key. */
@Entity('idempotency_key')
export class IdempotencyKey {
  /** A hash of the API key and the idempotency key. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id: string;

  /** A hash of the operation and the body. */
  @Column({ type: 'varchar', length: 64 })
  fingerprint: string;

  @Column({ type: 'bigint' })
  @Index('idempotency_key_by_creation')
  createdAtMs: number;
}
