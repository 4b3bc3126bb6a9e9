import { domainToUnicode } from 'node:url';

/** URLs within URLs are encoded once for each level. */
const MAX_DECODINGS = 3;

/** The escapes of characters (RFC 3629). Invalid ones and those of control characters stay. */
const ESCAPED_CHARACTERS = new RegExp(
  `(?:${[
    '%[2-6][0-9a-f]|%7[0-9a-e]',
    '%c2%[ab][0-9a-f]|%(?:c[3-9a-f]|d[0-9a-f])%[89ab][0-9a-f]',
    '%(?:e0%[ab]|e[1-9a-cef]%[89ab]|ed%[89])[0-9a-f]%[89ab][0-9a-f]',
    '%(?:f0%[9ab]|f[1-3]%[89ab]|f4%8)[0-9a-f](?:%[89ab][0-9a-f]){2}',
  ].join('|')})+`,
  'gi',
);
/** RFC 5890: a label has at most 63 characters. */
const PUNYCODE_LABEL = /(?<![a-z0-9-])xn--[a-z0-9-]{1,59}(?![a-z0-9-])/gi;
/** More than hosts have. Each takes some 20 µs. */
const MAX_PUNYCODE_LABELS = 20;
/** No language has them (UAX 15, D4), and NFC takes quadratic time for them. */
const MANY_MARKS = /\p{M}{31}/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** Texts are found in each other if this form of one contains that of the other. */
export function toSearchText(text: string): string {
  return text.replace(INVISIBLE, '').normalize('NFC').toLowerCase();
}

/** Decodes a URL, or a part of one, as browsers show it: escapes to UTF-8, punycode to Unicode. */
export function decodeUrlText(url: string): string {
  let text = url;
  for (let count = 0; count < MAX_DECODINGS && text.includes('%'); count++) {
    text = text.replace(ESCAPED_CHARACTERS, decodeURIComponent);
  }
  let labelCount = 0;
  text = text.replace(PUNYCODE_LABEL, (label) =>
    ++labelCount > MAX_PUNYCODE_LABELS ? label : domainToUnicode(label) || label,
  );
  return MANY_MARKS.test(text) ? url : text;
}
