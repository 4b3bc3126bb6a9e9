import { settings } from '../settings.js';
import type { components, paths } from './api-types.js';

export type Link = components['schemas']['LinkDto'];
export type LinkState = Link['state'];
export type ListQuery = NonNullable<paths['/api/v1/links']['get']['parameters']['query']>;

/** The clicks on a link, of humans or with bots, as the person has chosen. */
export function countClicks({ clicks }: Pick<Link, 'clicks'>): number {
  return settings.value.withBots ? clicks.total : clicks.humans;
}

/** A short URL as people read it: without its scheme, and not percent-encoded. */
export function readableShortUrl(shortUrl: string): string {
  try {
    return decodeURI(shortUrl).replace(/^https?:\/\//, '');
  } catch {
    return shortUrl;
  }
}
