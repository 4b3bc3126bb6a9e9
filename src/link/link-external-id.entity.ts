import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('link_external_id')
export class LinkExternalId {
  @PrimaryColumn({ type: 'varchar', length: 255 })
  externalId: string;

  @Column({ type: 'bigint' })
  @Index('link_external_id_by_link', { unique: true })
  linkId: number;
}
