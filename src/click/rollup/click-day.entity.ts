import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Sums of the clicks on a link, or on all links, on a UTC day. Single clicks are not stored. */
@Entity('click_day')
@Index('click_day_by_clicks', ['day', 'clicks', 'linkId', 'bots'])
export class ClickDay {
  @PrimaryColumn({ type: 'bigint' })
  linkId: number;

  @PrimaryColumn({ type: 'int' })
  day: number;

  /** By humans and bots. */
  @Column({ type: 'bigint' })
  clicks: number;

  @Column({ type: 'bigint' })
  bots: number;

  @Column({ type: 'bigint' })
  prefetches: number;

  @Column({ type: 'bigint' })
  visitors: number;

  @Column({ type: 'text' })
  quarterHours: string;

  @Column({ type: 'text' })
  breakdown: string;

  @Column({ type: 'blob' })
  sketch: Buffer;
}
