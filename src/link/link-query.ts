import type { Sql } from 'sql-template-tag';
import type { LinkState } from './link-state.js';

export const LIST_ORDERS = ['-createdAt', 'createdAt', '-lastClickedAt'] as const;
export type ListOrder = (typeof LIST_ORDERS)[number];

/** A list by last click has two: the links that were clicked, then the others by creation. */
export type SectionName = 'created' | 'clicked' | 'unclicked';

export interface PagePosition {
  readonly section: SectionName;
  /** By which the section is ordered, before the id: `lastQuarterHour` of clicked links, else `createdAtMs`. */
  readonly value: number;
  readonly id: number;
}

export interface LinkQuery {
  readonly limit: number;
  readonly order: ListOrder;
  readonly after?: PagePosition | undefined;
  /** All of them. */
  readonly tags: readonly string[];
  /** At least one of them. */
  readonly anyTags?: readonly string[] | undefined;
  /** None of them. */
  readonly withoutTags?: readonly string[] | undefined;
  readonly search?: string | undefined;
  readonly state?: LinkState | undefined;
  readonly externalId?: string | undefined;
  readonly url?: string | undefined;
  /** Inclusive. */
  readonly createdFromMs?: number | undefined;
  /** Exclusive. */
  readonly createdToMs?: number | undefined;
  readonly nowMs: number;
}

export interface ListIndex {
  /** Set if the index yields only links with this tag. */
  readonly tag?: string;
  readonly table: Sql;
  /** Whether that is the table of links. */
  readonly isOfLinks: boolean;
  readonly value: Sql;
  readonly id: Sql;
  readonly where: Sql;
}

export interface ListSection {
  readonly name: SectionName;
  readonly isAscending: boolean;
  /** Never empty. */
  readonly indexes: readonly ListIndex[];
  /** Whether the links are those of all indexes together. Otherwise each index yields all of them. */
  readonly isUnion: boolean;
}
