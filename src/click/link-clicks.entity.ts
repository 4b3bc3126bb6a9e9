import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The link id of the rows that sum all links. */
export const ALL_LINKS = -1;

/** The running totals of a link or of all links. A link without clicks has no row. */
@Entity('link_clicks')
@Index('link_clicks_by_last_quarter_hour', ['lastQuarterHour', 'linkId'])
export class LinkClicks {
  @PrimaryColumn({ type: 'bigint' })
  linkId: number;

  @Column({ type: 'bigint' })
  humans: number;

  @Column({ type: 'bigint' })
  bots: number;

  @Column({ type: 'bigint' })
  prefetches: number;

  /** With `maxClicks`, counted before they are served. Otherwise counted with the columns above. */
  @Column({ type: 'bigint' })
  redirects: number;

  /** The humans of days whose rows in `click_day` are deleted. */
  @Column({ type: 'bigint' })
  archivedHumans: number;

  @Column({ type: 'bigint' })
  archivedBots: number;

  @Column({ type: 'bigint' })
  archivedPrefetches: number;

  /** The last quarter hour since 1970-01-01 UTC with a click by a human; `null` if there was none. */
  @Column({ type: 'bigint', nullable: true })
  lastQuarterHour: number | null;
}
