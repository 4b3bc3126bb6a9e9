import { hash } from 'node:crypto';
import type { Link } from './link.entity.js';

const HASH_HEX_LENGTH = 32;

/** The columns that follow from others. */
export function derivedColumns(
  link: Pick<Link, 'key' | 'url' | 'title'>,
): Pick<Link, 'urlHash' | 'searchText'> {
  const searched = [link.key, link.url, link.title ?? ''].join('\n');
  return { urlHash: hashOfUrl(link.url), searchText: searchForm(searched) };
}

export function hashOfUrl(url: string): string {
  return hash('sha256', url, 'hex').slice(0, HASH_HEX_LENGTH);
}

/** The form in which texts are compared in a search. */
export function searchForm(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
