/** Longer than any valid field before normalisation: NFC may compose four code points, of up to two units each, into one. */
const MAX_UNITS = 1024;

/**
 * Normalises a text to NFC. Returns a text that is too long for every field unchanged, because
 * normalising long runs of combining marks takes quadratic time, minutes for a whole body.
 */
export function toNfc(text: string): string {
  return text.length > MAX_UNITS ? text : text.normalize('NFC');
}
