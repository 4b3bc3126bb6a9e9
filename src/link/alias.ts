import { isReserved } from './reserved-words.js';
import { toNfc } from '../platform/nfc.js';

const MAX_CODE_POINTS = 64;

/** Emoji that are sequences (Unicode Technical Standard 51). Taken out first: as an alternative beside their parts they would backtrack without end. */
const EMOJI_SEQUENCES = /\p{RGI_Emoji}/gv;
const CHARACTERS = /^[\p{L}\p{M}\p{Nd}\p{Extended_Pictographic}_\-]*$/v;

/** The form under which a key is stored and looked up: many spellings of one text are one key. */
export function normalizeKey(text: string): string {
  return toNfc(text);
}

/** Whether the text has the form of a key, generated or chosen. Nothing else needs to be looked up. */
export function isKeyForm(key: string): boolean {
  if (key === '' || codePointCount(key) > MAX_CODE_POINTS) return false;
  return CHARACTERS.test(key.replace(EMOJI_SEQUENCES, ''));
}

/** Why the text cannot be an alias, or `undefined` if it can. */
export function aliasError(text: string): string | undefined {
  const key = normalizeKey(text);
  if (!isKeyForm(key)) return '1 to 64 letters, digits, marks, emoji, "-" and "_" are allowed';
  return isReserved(key) ? 'the word is reserved' : undefined;
}

function codePointCount(text: string): number {
  return Array.from(text).length;
}
