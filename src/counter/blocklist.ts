import { defaultOptions } from 'sqids';

/** Words in several languages and their spellings with digits, as the Sqids project keeps them. */
const BLOCKED = new RegExp([...defaultOptions.blocklist].join('|'));

/** Whether a key spells, anywhere in it, a word that nobody wants to read on a poster. */
export function containsBlockedWord(key: string): boolean {
  return BLOCKED.test(key.toLowerCase());
}
