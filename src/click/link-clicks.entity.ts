import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Stands for all links together, where a link's id is expected. */
export const ALL_LINKS = -1;

/** The running totals of a link, and of all links. No row as long as there was no click. */
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
   * Redirects that count against `maxClicks`. If the link has a limit, each is counted here before it is
   * served, and above later; else here and above at the same time.
   */
  @Column({ type: 'bigint' })
  redirects: number;

  /** Those of the clicks above of which only the totals are left. */
  @Column({ type: 'bigint' })
  archivedHumans: number;

  @Column({ type: 'bigint' })
  archivedBots: number;

  @Column({ type: 'bigint' })
  archivedPrefetches: number;
}
