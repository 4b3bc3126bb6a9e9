import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('idempotency_key')
export class IdempotencyKey {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id: string;

  @Column({ type: 'varchar', length: 64 })
  fingerprint: string;

  /** By the database's clock. */
  @Column({ type: 'bigint' })
  @Index('idempotency_key_by_creation')
  createdAtMs: number;
}
