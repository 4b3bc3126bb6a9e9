import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The link id of the rows that sum all links. */
export const ALL_LINKS = -1;

/** The running totals of a link or of all links. A link without clicks has no row. */
@Entity('link_clicks')
export class LinkClicks {
  @PrimaryColumn({ type: 'bigint' })
  linkId: number;

  @Column({ type: 'bigint' })
  humans: number;

  @Column({ type: 'bigint' })
  bots: number;

  @Column({ type: 'bigint' })
  prefetches: number;

  /**
   * Redirects that count against `maxClicks`. With a limit they are counted here before they are served,
   * and in the columns above later. Without one they are counted in both at the same time.
   */
  @Column({ type: 'bigint' })
  redirects: number;

  /** The humans of days whose rows in `click_day` are deleted. */
  @Column({ type: 'bigint' })
  archivedHumans: number;

  @Column({ type: 'bigint' })
  archivedBots: number;

  @Column({ type: 'bigint' })
  archivedPrefetches: number;
}
