/** First segments of this service's own paths: never a key, in whatever case. */
export const RESERVED_WORDS = [
  'api',
  'docs',
  'health',
  'metrics',
  'robots.txt',
  'favicon.ico',
  '.well-known',
] as const;

const reserved: ReadonlySet<string> = new Set(RESERVED_WORDS);

export function isReserved(word: string): boolean {
  return reserved.has(word.toLowerCase());
}
