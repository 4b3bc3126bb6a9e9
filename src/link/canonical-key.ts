import { hasAtMostCodePoints } from '../platform/code-points.js';
import { toNfc } from '../platform/nfc.js';

export const MAX_KEY_CODE_POINTS = 64;
/** A longer text names no key, even if NFC composes four code points to one and others are invisible. */
const MAX_TEXT_CODE_POINTS = 4 * MAX_KEY_CODE_POINTS;

const ASCII = /^[\0-\x7f]*$/;
const JOINER = '\u200d';
/** They choose between the text and the emoji presentation of a character (UTS 51). */
const PRESENTATION_SELECTORS = /[\ufe0e\ufe0f]/g;
/** Emoji that have the selector U+FE0F in RGI sequences, and keycaps. */
const SELECTED_EMOJI =
  /[\p{Emoji}--[\p{Emoji_Presentation}\p{Emoji_Modifier_Base}0-9#*]]|[\p{Emoji_Modifier_Base}--\p{Emoji_Presentation}](?!\p{Emoji_Modifier})|[0-9#*](?=\u20e3)/gv;
/** UTS 51. As an alternative in CHARACTERS, the sequences cause exponential backtracking. */
const EMOJI_SEQUENCES = /\p{RGI_Emoji}/gv;
const EMOJI_OR_INVISIBLE = /\p{RGI_Emoji}|\p{Default_Ignorable_Code_Point}/gv;
const INVISIBLE_BUT_JOINER = /[\p{Default_Ignorable_Code_Point}--\u200d]/gv;
const CHARACTERS = /^[\p{L}\p{M}\p{Nd}\p{Extended_Pictographic}_\-]*$/v;

/**
 * Returns the key of a new link: NFC, without invisible characters. The joiner of emoji stays, because
 * it makes another picture. Overlong texts stay as they are, and are no keys.
 */
export function toCanonicalKey(text: string): string {
  const nfc = toNfc(text, MAX_KEY_CODE_POINTS);
  if (!hasAtMostCodePoints(nfc, MAX_TEXT_CODE_POINTS) || ASCII.test(nfc)) return nfc;
  return qualifyEmoji(nfc)
    .replace(EMOJI_OR_INVISIBLE, (part) =>
      part === JOINER ? '' : part.replace(INVISIBLE_BUT_JOINER, ''),
    )
    .normalize('NFC');
}

/**
 * Returns the keys that a text may name, in the order of lookup: itself, its canonical form, and that
 * with the selectors that keyboards add to emoji. Links made before keys were canonical have others.
 */
export function toStoredKeys(text: string): readonly string[] {
  const exact = toNfc(text, MAX_KEY_CODE_POINTS);
  if (!hasAtMostCodePoints(exact, MAX_TEXT_CODE_POINTS)) return [];
  if (ASCII.test(exact)) return [exact].filter(isKeyForm);
  const canonical = toCanonicalKey(exact);
  return [...new Set([exact, canonical, qualifyEmoji(canonical)])].filter(isKeyForm);
}

/** Whether a text in NFC can be a key, generated or alias. */
export function isKeyForm(key: string): boolean {
  if (key === '' || !hasAtMostCodePoints(key, MAX_KEY_CODE_POINTS)) return false;
  // Nearly all keys are ASCII, and the search for sequences takes longer than all else here.
  if (ASCII.test(key)) return CHARACTERS.test(key);
  return CHARACTERS.test(qualifyEmoji(key).replace(EMOJI_SEQUENCES, ''));
}

/** Gives emoji the selectors that sequences have in Unicode's data, and takes away all others. */
function qualifyEmoji(text: string): string {
  return text.replace(PRESENTATION_SELECTORS, '').replace(SELECTED_EMOJI, '$&\ufe0f');
}
