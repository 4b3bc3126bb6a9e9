import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An index of `Link.tags`, which has the links of a tag in the order of lists. */
@Entity('link_tag')
@Index('link_tag_by_creation', ['tag', 'createdAtMs', 'linkId'])
export class LinkTag {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  tag: string;

  @PrimaryColumn({ type: 'bigint' })
  linkId: number;

  /** The link's own. */
  @Column({ type: 'bigint', default: 0 })
  createdAtMs: number;
}
