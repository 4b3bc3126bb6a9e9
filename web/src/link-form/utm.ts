export const UTM_FIELDS = ['source', 'medium', 'campaign', 'term', 'content'] as const;
export type UtmField = (typeof UTM_FIELDS)[number];
export type UtmValues = Readonly<Record<UtmField, string>>;

interface SplitUrl {
  readonly base: string;
  readonly pairs: readonly string[];
  /** With its `#`. */
  readonly fragment: string;
}

/** Reads the campaign parameters of a URL. */
export function readUtm(url: string): UtmValues {
  const { pairs } = split(url);
  const query = new URLSearchParams(pairs.join('&'));
  const entries = UTM_FIELDS.map((field) => [field, query.get(`utm_${field}`) ?? '']);
  return Object.fromEntries(entries) as UtmValues;
}

/** Sets one campaign parameter, or removes it. The rest of the URL stays byte for byte. */
export function writeUtm(url: string, field: UtmField, value: string): string {
  const { base, pairs, fragment } = split(url);
  const name = `utm_${field}`;
  const written = value === '' ? [] : [`${name}=${encodeURIComponent(value)}`];
  const at = pairs.findIndex((pair) => isNamed(pair, name));
  const others = pairs.filter((pair) => !isNamed(pair, name));
  const next = others.toSpliced(at === -1 ? others.length : at, 0, ...written);
  return base + (next.length === 0 ? '' : `?${next.join('&')}`) + fragment;
}

function isNamed(pair: string, name: string): boolean {
  return pair.split('=', 1)[0] === name;
}

function split(url: string): SplitUrl {
  const [, base = '', query, fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(url) ?? [];
  const pairs = query === undefined || query === '' ? [] : query.split('&');
  return { base, pairs, fragment };
}
