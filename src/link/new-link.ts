import { derivedColumns } from './link-columns.js';
import type { Link } from './link.entity.js';

/** Columns that follow from others are filled in by the stores. */
export type NewLink = Omit<Link, 'urlHash' | 'searchText' | 'version' | 'deletedAtMs'>;

/** What is added comes first, here and where new links are made: V8 takes ten times as long to add to a copy. */
export function toLinkRow(newLink: NewLink): Link {
  const { urlHash, searchText } = derivedColumns(newLink);
  return { urlHash, searchText, version: 1, deletedAtMs: null, ...newLink };
}
