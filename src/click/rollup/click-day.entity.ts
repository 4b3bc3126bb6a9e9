import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Sums of the clicks on a link, or on all links, on a UTC day. Single clicks are not stored. */
@Entity('click_day')
@Index('click_day_by_clicks', ['day', 'clicks', 'linkId', 'bots'])
export class ClickDay {
  @PrimaryColumn({ type: 'bigint' })
  linkId: number;

  /** UTC days since 1970-01-01. */
  @PrimaryColumn({ type: 'int' })
  day: number;

  /** By humans and bots. */
  @Column({ type: 'bigint' })
  clicks: number;

  @Column({ type: 'bigint' })
  bots: number;

  @Column({ type: 'bigint' })
  prefetches: number;

  /** The count of `sketch`. */
  @Column({ type: 'bigint' })
  visitors: number;

  /** The text form of `QuarterHours`. */
  @Column({ type: 'text' })
  quarterHours: string;

  /** The text form of `Breakdown`. */
  @Column({ type: 'text' })
  breakdown: string;

  /** The bytes of `VisitorSketch`. */
  @Column({ type: 'blob' })
  sketch: Buffer;
}
