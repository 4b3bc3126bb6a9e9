import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Scope } from './scopes.js';

/** Who may call the API. The key itself is not kept. */
@Entity('api_key')
export class ApiKey {
  @PrimaryColumn({ type: 'varchar', length: 32 })
  id: string;

  @Column({ type: 'varchar', length: 100 })
  name: string;

  /** The first 64 bits of the hash, to find the row by; the rest is compared in constant time. */
  @Column({ type: 'varchar', length: 16 })
  @Index('api_key_by_hash_prefix')
  hashPrefix: string;

  /** SHA-256 in hex: a key has 256 random bits, so nothing slower is needed. */
  @Column({ type: 'varchar', length: 64 })
  hash: string;

  @Column({ type: 'simple-json' })
  scopes: Scope[];

  @Column({ type: 'bigint' })
  createdAtMs: number;

  @Column({ type: 'bigint', nullable: true })
  expiresAtMs: number | null;

  /** To the minute. */
  @Column({ type: 'bigint', nullable: true })
  lastUsedAtMs: number | null;
}
