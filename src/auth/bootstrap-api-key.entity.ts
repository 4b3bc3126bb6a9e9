import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The first API key: one row. It stays when the key is revoked, so that the next start does not create the key again. */
@Entity('bootstrap_api_key')
export class BootstrapApiKey {
  @PrimaryColumn({ type: 'varchar', length: 32 })
  apiKeyId: string;

  /** SHA-256 of the secret in hex. */
  @Column({ type: 'varchar', length: 64 })
  hash: string;
}
