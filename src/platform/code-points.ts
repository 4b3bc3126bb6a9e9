/** Counts as databases and JSON Schema do. Reads at most `max` + 1 code points, so that a long text costs nothing. */
export function hasAtMostCodePoints(text: string, max: number): boolean {
  if (text.length <= max) return true;
  if (text.length > 2 * max) return false;
  let count = 0;
  for (const _codePoint of text) count++;
  return count <= max;
}
