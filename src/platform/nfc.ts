/** No valid field is longer, even before NFC composes four code points of up to two units each. */
export const MAX_NORMALIZED_UNITS = 1024;

/** Normalises to NFC, except overlong texts, because combining marks can take quadratic time. */
export function toNfc(text: string): string {
  return text.length > MAX_NORMALIZED_UNITS ? text : text.normalize('NFC');
}
