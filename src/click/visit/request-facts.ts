/** The headers of a request that tell of its visitor. */
export interface RequestFacts {
  userAgent: string;
  referer: string;
  forwardedFor: string;
  /** `DNT` or `Sec-GPC`. */
  wantsPrivacy: boolean;
  isPrefetch: boolean;
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
    if (isOfInterest(name.length)) note(facts, name.toLowerCase(), rawHeaders[index + 1] ?? '');
  }
  return facts;
}

/** The lengths of the names below; most headers have another. */
function isOfInterest(length: number): boolean {
  return (
    length === 10 ||
    length === 7 ||
    length === 3 ||
    length === 15 ||
    length === 11 ||
    length === 9 ||
    length === 5
  );
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
