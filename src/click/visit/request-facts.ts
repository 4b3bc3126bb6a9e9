/** The headers of a request that tell of its visitor. */
export interface RequestFacts {
  userAgent: string;
  referer: string;
  forwardedFor: string;
  /** `DNT` or `Sec-GPC`. */
  wantsPrivacy: boolean;
  isPrefetch: boolean;
}

type Note = (facts: RequestFacts, value: string) => void;

const notePrivacy: Note = (facts, value) => {
  facts.wantsPrivacy ||= value.trim() === '1';
};
const notePurpose: Note = (facts, value) => {
  facts.isPrefetch ||= /^\s*(?:prefetch|preview)\b/i.test(value);
};

const NOTES = new Map<string, Note>([
  ['user-agent', (facts, value) => (facts.userAgent ||= value)],
  ['referer', (facts, value) => (facts.referer ||= value)],
  [
    'x-forwarded-for',
    (facts, value) => (facts.forwardedFor += facts.forwardedFor === '' ? value : `,${value}`),
  ],
  ['dnt', notePrivacy],
  ['sec-gpc', notePrivacy],
  ['sec-purpose', notePurpose],
  ['purpose', notePurpose],
  ['x-purpose', notePurpose],
  ['x-moz', notePurpose],
]);

const LOWER_CASE_BIT = 0x20;
/** Most headers differ from all of these in their length or their first letter, which are told apart at once. */
const BEGINNINGS = new Set([...NOTES.keys()].map(beginningOf));

function beginningOf(name: string): number {
  return (name.length << 8) | name.charCodeAt(0) | LOWER_CASE_BIT;
}

/** Among raw headers, names and values in turn: `request.headers` would have to be made first. */
export function factsIn(rawHeaders: readonly string[]): RequestFacts {
  const facts = {
    userAgent: '',
    referer: '',
    forwardedFor: '',
    wantsPrivacy: false,
    isPrefetch: false,
  };
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!BEGINNINGS.has(beginningOf(name))) continue;
    NOTES.get(name.toLowerCase())?.(facts, rawHeaders[index + 1] ?? '');
  }
  return facts;
}
