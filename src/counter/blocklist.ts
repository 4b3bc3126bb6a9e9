import { defaultOptions } from 'sqids';

/** The block list of Sqids: words in several languages, with digits for letters too. */
const BLOCKED = new RegExp([...defaultOptions.blocklist].join('|'));

export function containsBlockedWord(key: string): boolean {
  return BLOCKED.test(key.toLowerCase());
}
