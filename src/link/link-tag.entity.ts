import { Entity, Index, PrimaryColumn } from 'typeorm';

/** An index of `Link.tags`. */
@Entity('link_tag')
export class LinkTag {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  tag: string;

  @PrimaryColumn({ type: 'bigint' })
  @Index('link_tag_by_link')
  linkId: number;
}
