import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Indexes `Link.tags`: the links of each tag in list order. */
@Entity('link_tag')
@Index('link_tag_by_creation', ['tag', 'createdAtMs', 'linkId'])
export class LinkTag {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  tag: string;

  @PrimaryColumn({ type: 'bigint' })
  linkId: number;

  @Column({ type: 'bigint', default: 0 })
  createdAtMs: number;
}
