import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** In code points of its NFC form. */
export const MAX_TAG_LENGTH = 64;

/** Indexes `Link.tags`: the links of each tag in list order. */
@Entity('link_tag')
@Index('link_tag_by_creation', ['tag', 'createdAtMs', 'linkId'])
export class LinkTag {
  @PrimaryColumn({ type: 'varchar', length: MAX_TAG_LENGTH })
  tag: string;

  @PrimaryColumn({ type: 'bigint' })
  linkId: number;

  @Column({ type: 'bigint', default: 0 })
  createdAtMs: number;
}
