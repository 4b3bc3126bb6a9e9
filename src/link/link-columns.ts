import { hash } from 'node:crypto';
import { decodeUrlText, toSearchText } from '../platform/search-text.js';
import type { Link } from './link.entity.js';

const HASH_HEX_LENGTH = 32;

export function derivedColumns(
  link: Pick<Link, 'key' | 'url' | 'title' | 'note'>,
): Pick<Link, 'urlHash' | 'searchText'> {
  const texts = [link.key, link.url, link.title ?? ''];
  const decodedUrl = decodeUrlText(link.url);
  if (decodedUrl !== link.url) texts.push(decodedUrl);
  if (link.note !== null) texts.push(link.note);
  return { urlHash: hashOfUrl(link.url), searchText: toSearchText(texts.join('\n')) };
}

export function hashOfUrl(url: string): string {
  return hash('sha256', url, 'hex').slice(0, HASH_HEX_LENGTH);
}
