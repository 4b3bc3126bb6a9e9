import { hash } from 'node:crypto';
import type { Link } from './link.entity.js';

const HASH_HEX_LENGTH = 32;

export function derivedColumns(
  link: Pick<Link, 'key' | 'url' | 'title'>,
): Pick<Link, 'urlHash' | 'searchText'> {
  const searchedText = [link.key, link.url, link.title ?? ''].join('\n');
  return { urlHash: hashOfUrl(link.url), searchText: toSearchText(searchedText) };
}

export function hashOfUrl(url: string): string {
  return hash('sha256', url, 'hex').slice(0, HASH_HEX_LENGTH);
}

export function toSearchText(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
