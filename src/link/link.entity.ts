import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export const REDIRECT_STATUSES = [301, 302, 307, 308] as const;
export type RedirectStatus = (typeof REDIRECT_STATUSES)[number];

/** A short link. Once deleted its row stays as a tombstone, so that its key is never given again. */
@Entity('link')
@Index('link_by_creation', [
  'createdAtMs',
  'id',
  // What tells the state, so that lists by state read no more than this index.
  'deletedAtMs',
  'disabled',
  'validFromMs',
  'expiresAtMs',
  'maxClicks',
])
@Index('link_by_url', ['urlHash', 'createdAtMs', 'id'])
export class Link {
  /** From the counter, also when the key is an alias. */
  @PrimaryColumn({ type: 'bigint' })
  id: number;

  @Column({ type: 'varchar', length: 64 })
  @Index('link_by_key', { unique: true })
  key: string;

  /** Whether a person chose the key. */
  @Column({ type: 'boolean' })
  isAlias: boolean;

  /** Printable ASCII, to be sent as it is. */
  @Column({ type: 'text' })
  url: string;

  /** 128 bits of SHA-256 in hex, to find a destination by an index. */
  @Column({ type: 'varchar', length: 32 })
  urlHash: string;

  @Column({ type: 'varchar', length: 512, nullable: true })
  title: string | null;

  /** `link_tag` holds them once more, for filters. */
  @Column({ type: 'simple-json' })
  tags: string[];

  /** `link_external_id` holds it once more, to be unique: a nullable column would not do. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  externalId: string | null;

  /** Key, URL and title in lower case: databases disagree on what that is, so it is made here. */
  @Column({ type: 'text' })
  searchText: string;

  @Column({ type: 'int' })
  redirectStatus: RedirectStatus;

  @Column({ type: 'int' })
  cacheSeconds: number;

  @Column({ type: 'boolean' })
  forwardQuery: boolean;

  @Column({ type: 'bigint', nullable: true })
  validFromMs: number | null;

  @Column({ type: 'bigint', nullable: true })
  expiresAtMs: number | null;

  @Column({ type: 'boolean' })
  disabled: boolean;

  /** How many redirects are served in all. */
  @Column({ type: 'bigint', nullable: true })
  maxClicks: number | null;

  @Column({ type: 'bigint', nullable: true })
  deletedAtMs: number | null;

  @Column({ type: 'bigint' })
  createdAtMs: number;

  @Column({ type: 'bigint' })
  updatedAtMs: number;

  /** Counts the changes, from 1. */
  @Column({ type: 'int' })
  version: number;

  /** Who made it. */
  @Column({ type: 'varchar', length: 32 })
  apiKeyId: string;
}
