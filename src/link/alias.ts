import { toNfc } from '../platform/nfc.js';
import { isKeyForm, MAX_KEY_CODE_POINTS, toCanonicalKey } from './canonical-key.js';
import { isReserved } from './reserved-words.js';

/** Why the text is not a valid alias of a new link, or `undefined` if it is. */
export function newAliasError(text: string): string | undefined {
  return aliasError(text) ?? variantError(text);
}

/** Why the text cannot be the alias of any link, new or old. */
export function aliasError(text: string): string | undefined {
  const key = toCanonicalKey(text);
  if (!isKeyForm(key)) return '1 to 64 letters, digits, marks, emoji, "-" and "_" are allowed';
  return isReserved(key) ? 'the word is reserved' : undefined;
}

/** Such as full-width letters and ligatures (Unicode Standard Annex 15). */
function variantError(text: string): string | undefined {
  const plain = text.normalize('NFKC');
  if (plain === toNfc(text, MAX_KEY_CODE_POINTS)) return undefined;
  return `variants of characters, such as full-width letters and ligatures, are not allowed; the plain form is "${plain}"`;
}
