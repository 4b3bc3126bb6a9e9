import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The name of an API key that was revoked, since its links still show who created them. */
@Entity('revoked_api_key')
export class RevokedApiKey {
  @PrimaryColumn({ type: 'varchar', length: 32 })
  id: string;

  @Column({ type: 'varchar', length: 100 })
  name: string;
}
