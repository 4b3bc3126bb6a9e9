import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * All clicks on a link on a day of UTC, or on all links. Only sums: no row, and nothing in a row, stands
 * for one click.
 */
@Entity('click_day')
@Index('click_day_by_clicks', ['day', 'clicks', 'linkId', 'bots'])
export class ClickDay {
  @PrimaryColumn({ type: 'bigint' })
  linkId: number;

  /** Since 1970-01-01. */
  @PrimaryColumn({ type: 'int' })
  day: number;

  /** By humans and bots. */
  @Column({ type: 'bigint' })
  clicks: number;

  @Column({ type: 'bigint' })
  bots: number;

  @Column({ type: 'bigint' })
  prefetches: number;

  /** How many different humans `sketch` tells of. */
  @Column({ type: 'bigint' })
  visitors: number;

  /** The same clicks by quarters of an hour: `Quarters`. */
  @Column({ type: 'text' })
  quarterHours: string;

  /** Those by humans, by what is known of them: `Breakdown`. */
  @Column({ type: 'text' })
  breakdown: string;

  /** Who the humans were, as far as it takes to know them again on the same day: `VisitorSketch`. */
  @Column({ type: 'blob' })
  sketch: Buffer;
}
