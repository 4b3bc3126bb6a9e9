import { derivedColumns } from './link-columns.js';
import type { Link } from './link.entity.js';

/** Columns that follow from others are filled in by the stores. */
export type NewLink = Omit<Link, 'urlHash' | 'searchText' | 'version' | 'deletedAtMs'>;

export function asLink(newLink: NewLink): Link {
  return { ...newLink, ...derivedColumns(newLink), version: 1, deletedAtMs: null };
}
