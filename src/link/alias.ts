import { isReserved } from './reserved-words.js';
import { toNfc } from '../platform/nfc.js';

const MAX_CODE_POINTS = 64;

/** UTS 51. As an alternative in CHARACTERS, the sequences cause exponential backtracking. */
const EMOJI_SEQUENCES = /\p{RGI_Emoji}/gv;
const CHARACTERS = /^[\p{L}\p{M}\p{Nd}\p{Extended_Pictographic}_\-]*$/v;

/** The form in which keys are stored and looked up. */
export function normalizeKey(text: string): string {
  return toNfc(text);
}

/** Whether a normalised text can be a key, generated or alias. */
export function isKeyForm(key: string): boolean {
  if (key === '' || countCodePoints(key) > MAX_CODE_POINTS) return false;
  return CHARACTERS.test(key.replace(EMOJI_SEQUENCES, ''));
}

/** Why the text is not a valid alias, or `undefined` if it is. */
export function aliasError(text: string): string | undefined {
  const key = normalizeKey(text);
  if (!isKeyForm(key)) return '1 to 64 letters, digits, marks, emoji, "-" and "_" are allowed';
  return isReserved(key) ? 'the word is reserved' : undefined;
}

function countCodePoints(text: string): number {
  return Array.from(text).length;
}
