/** No text of ours is longer: four code points may become one, and each may be two units. */
const MAX_UNITS = 1024;

/**
 * One form for all spellings of a text. A text that is too long for every field, however it is composed, is
 * left as it is: long runs of marks take a time that grows with their square, minutes for a body.
 */
export function toNfc(text: string): string {
  return text.length > MAX_UNITS ? text : text.normalize('NFC');
}
