const MAX_CODE_POINT = 0x10ffff;
const JOINER = '\u200d';
const SELECTOR = '\ufe0f';
const SKIN_TONES = ['', '🏻', '🏿'];
/** After one of these come all emoji that can be the second or last of a sequence. */
const FIRST_OF_MANY = ['🧑', '👩', '👨', '🏃', '👁️', '🐦', '❤️', '⛓️', '🍄', '🍋', '😵', '🏳️'];
/** Beginnings of sequences that are no sequences themselves. */
const BEGINNINGS = ['👩‍❤️', '👨‍❤️', '👩‍❤️‍💋', '👨‍❤️‍💋', '🧑‍🤝', '👩🏻‍🤝'];
/** In a family of four. */
const MAX_JOINERS = 3;

/** Every character that Unicode has room for, assigned or not. */
export function allCharacters(): string[] {
  const all = Array.from({ length: MAX_CODE_POINT + 1 }, (_, value) => String.fromCodePoint(value));
  return all.filter((character) => character.isWellFormed());
}

/** Emoji of one character, with the selector where RGI sequences have it. */
export function singleEmoji(): string[] {
  return allCharacters()
    .filter((character) => /^\p{Emoji}$/v.test(character))
    .flatMap((character) => [character, character + SELECTOR].filter(isRgi));
}

/** RGI sequences with joiners: nearly all, of two of the five skin tones. */
export function joinedEmoji(): string[] {
  const single = singleEmoji();
  const isLater = (emoji: string) =>
    [...FIRST_OF_MANY, ...BEGINNINGS].some((first) => isRgi(first + JOINER + emoji));
  const later = single.filter(isLater).flatMap(inSkinTones);
  const found: string[] = [];
  let open = [...single.flatMap(inSkinTones), ...BEGINNINGS];
  for (let joiners = 0; joiners < MAX_JOINERS; joiners++) {
    open = open.flatMap((first) => later.map((next) => first + JOINER + next)).filter(isRgi);
    found.push(...open);
  }
  return found;
}

function inSkinTones(emoji: string): string[] {
  if (!/^\p{Emoji_Modifier_Base}/v.test(emoji)) return [emoji];
  const base = emoji.replace(SELECTOR, '');
  return SKIN_TONES.map((tone) => (tone === '' ? emoji : base + tone));
}

function isRgi(text: string): boolean {
  return /^\p{RGI_Emoji}$/v.test(text);
}
