import { isReserved } from '../config/reserved-words.js';

const MAX_CODE_POINTS = 64;

/** `RGI_Emoji` (Unicode Technical Standard 51) takes the sequences, the rest their parts and plain signs. */
const ALIAS = /^(?:\p{RGI_Emoji}|[\p{L}\p{M}\p{Nd}\p{Extended_Pictographic}_\-])+$/v;

/** The form under which a key is stored and looked up: many spellings of one text are one key. */
export function normalizeKey(text: string): string {
  return text.normalize('NFC');
}

/** Whether the text has the form of a key, generated or chosen. Nothing else needs to be looked up. */
export function isKeyForm(key: string): boolean {
  return ALIAS.test(key) && codePointCount(key) <= MAX_CODE_POINTS;
}

/** Why the text cannot be an alias, or `undefined` if it can. */
export function aliasObjection(text: string): string | undefined {
  const key = normalizeKey(text);
  if (!isKeyForm(key)) return '1 to 64 letters, digits, marks, emoji, "-" and "_" are allowed';
  return isReserved(key) ? 'the word is reserved' : undefined;
}

function codePointCount(text: string): number {
  return Array.from(text).length;
}
