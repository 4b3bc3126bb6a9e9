/** First path segments of this service. No key may equal one of them, in any case. */
export const RESERVED_WORDS = [
  'admin',
  'api',
  'docs',
  'health',
  'metrics',
  'robots.txt',
  'favicon.ico',
  'favicon.svg',
  '.well-known',
] as const;

const reserved: ReadonlySet<string> = new Set(RESERVED_WORDS);

export function isReserved(word: string): boolean {
  return reserved.has(word.toLowerCase());
}
