import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Scope } from './scopes.js';

/** An API key, or a session, which is a child of one. */
@Entity('api_key')
export class ApiKey {
  @PrimaryColumn({ type: 'varchar', length: 32 })
  id: string;

  @Column({ type: 'varchar', length: 100 })
  name: string;

  /** First 64 bits of the hash, to find the row. The whole hash is compared in constant time. */
  @Column({ type: 'varchar', length: 16 })
  @Index('api_key_by_hash_prefix')
  hashPrefix: string;

  /** SHA-256 in hex. A secret has 256 random bits, so no slow hash is needed. */
  @Column({ type: 'varchar', length: 64 })
  hash: string;

  @Column({ type: 'simple-json' })
  scopes: Scope[];

  @Column({ type: 'bigint' })
  createdAtMs: number;

  @Column({ type: 'bigint', nullable: true })
  @Index('api_key_by_expiry')
  expiresAtMs: number | null;

  @Column({ type: 'bigint', nullable: true })
  lastUsedAtMs: number | null;

  /** The API key of a session; `null` for an API key. */
  @Column({ type: 'varchar', length: 32, nullable: true })
  @Index('api_key_by_parent')
  parentId: string | null;
}
