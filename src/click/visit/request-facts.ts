/** The headers of a request that tell of its visitor. */
export interface RequestFacts {
  userAgent: string;
  referer: string;
  forwardedFor: string;
  /** `DNT` or `Sec-GPC`. */
  wantsPrivacy: boolean;
  isPrefetch: boolean;
}

const LOWER_CASE_BIT = 0x20;
const [D, P, R, S, U, X] = [...'dprsux'].map((letter) => letter.charCodeAt(0));

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
    if (isOfInterest(name)) note(facts, name.toLowerCase(), rawHeaders[index + 1] ?? '');
  }
  return facts;
}

/** Whether one of the names below has this length and begins so: most headers do not. */
function isOfInterest(name: string): boolean {
  const initial = name.charCodeAt(0) | LOWER_CASE_BIT;
  switch (name.length) {
    case 3:
      return initial === D;
    case 5:
    case 9:
    case 15:
      return initial === X;
    case 7:
      return initial === R || initial === S || initial === P;
    case 10:
      return initial === U;
    case 11:
      return initial === S;
    default:
      return false;
  }
}

function note(facts: RequestFacts, name: string, value: string): void {
  switch (name) {
    case 'user-agent':
      facts.userAgent ||= value;
      break;
    case 'referer':
      facts.referer ||= value;
      break;
    case 'x-forwarded-for':
      facts.forwardedFor += facts.forwardedFor === '' ? value : `,${value}`;
      break;
    case 'dnt':
    case 'sec-gpc':
      facts.wantsPrivacy ||= value.trim() === '1';
      break;
    case 'sec-purpose':
    case 'purpose':
    case 'x-purpose':
    case 'x-moz':
      facts.isPrefetch ||= /^\s*(?:prefetch|preview)\b/i.test(value);
      break;
  }
}
