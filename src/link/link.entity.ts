import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export const REDIRECT_STATUSES = [301, 302, 307, 308] as const;
export type RedirectStatus = (typeof REDIRECT_STATUSES)[number];

/** A short link. The row of a deleted link stays as a tombstone, so that its key is not reused. */
@Entity('link')
@Index('link_by_creation', [
  'createdAtMs',
  'id',
  // The columns that determine the state, so that this index covers lists by state.
  'deletedAtMs',
  'disabled',
  'validFromMs',
  'expiresAtMs',
  'maxClicks',
])
@Index('link_by_url', ['urlHash', 'createdAtMs', 'id'])
export class Link {
  /** From the counter, even if the key is an alias. */
  @PrimaryColumn({ type: 'bigint' })
  id: number;

  @Column({ type: 'varchar', length: 64 })
  @Index('link_by_key', { unique: true })
  key: string;

  @Column({ type: 'boolean' })
  isAlias: boolean;

  /** Printable ASCII, sent unchanged in `Location`. */
  @Column({ type: 'text' })
  url: string;

  /** 128 bits of SHA-256 in hex: a URL is too long for an index. */
  @Column({ type: 'varchar', length: 32 })
  urlHash: string;

  @Column({ type: 'varchar', length: 512, nullable: true })
  title: string | null;

  /** For people, as the title, but longer. */
  @Column({ type: 'text', nullable: true })
  note: string | null;

  @Column({ type: 'simple-json' })
  tags: string[];

  /** Duplicated in `link_external_id`, which makes it unique. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  externalId: string | null;

  /** Key, URL, title, decoded URL and note in lower case. Not computed by databases: their rules differ. */
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

  @Column({ type: 'bigint', nullable: true })
  maxClicks: number | null;

  /** Where visitors are sent once the link is expired or exhausted. */
  @Column({ type: 'text', nullable: true })
  expiredUrl: string | null;

  @Column({ type: 'bigint', nullable: true })
  deletedAtMs: number | null;

  @Column({ type: 'bigint' })
  createdAtMs: number;

  @Column({ type: 'bigint' })
  updatedAtMs: number;

  /** Starts at 1; each update adds 1. */
  @Column({ type: 'int' })
  version: number;

  /** Of the API key that created the link, for good: see `ownerIdOf`. */
  @Column({ type: 'varchar', length: 32 })
  apiKeyId: string;
}
