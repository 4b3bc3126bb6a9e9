import { JSON_TYPE } from './body.js';
import type { FuzzRequest } from './requests.js';

/** A request of the largest size, legal or not. */
export interface Extreme extends FuzzRequest {
  readonly name: string;
}

const LINKS = '/api/v1/links';
const BULK = `${LINKS}/bulk`;
const API_KEYS = '/api/v1/admin/api-keys';
const SESSION = '/api/v1/session';
const SOME_LINK = `${LINKS}/{some-key-0}`;
const BY_EXTERNAL_ID = `${LINKS}/by-external-id`;

const MIB = 1024 * 1024;
/** Of headers together, the request line included; a little is left for those that each request has. */
const MAX_HEADERS_LENGTH = 15_000;
const MAX_ITEMS = 1000;
/** Of a body: a little less than what is parsed at all, since a refusal before that costs less. */
const MAX_VALUES = 120_000;

/** A character of four bytes. */
const WIDE = '\u{1d11e}';
/** In an order that NFC has to change, which takes quadratic time. */
const MARKS = '\u0301\u0323';
const LONG_URL = `https://example.com/${'x'.repeat(8172)}`;
const TAGS = Array.from({ length: 50 }, (_, at) => WIDE.repeat(62) + String(at).padStart(2, '0'));

const legalFields = {
  url: LONG_URL,
  title: WIDE.repeat(512),
  note: WIDE.repeat(2_000),
  tags: TAGS,
  redirectStatus: 308,
  cacheSeconds: 31_536_000,
  forwardQuery: true,
  validFrom: '2026-01-01T00:00:00.000Z',
  expiresAt: '9999-12-31T23:59:59.999Z',
  maxClicks: 1_000_000_000_000,
  expiredUrl: LONG_URL,
};
const WRONG_FIELDS = {
  url: 1,
  alias: '',
  title: '',
  note: '',
  tags: Array(51).fill(''),
  externalId: '',
  redirectStatus: 0,
  cacheSeconds: -1,
  forwardQuery: 0,
  validFrom: '',
  expiresAt: '',
  maxClicks: 0,
  expiredUrl: 1,
  reuseExisting: 0,
};

/** As much as fits into 10 MiB: a thousand links with fifty tags each. */
const LEGAL_LINKS = Array.from({ length: MAX_ITEMS }, (_, at) => ({
  url: `https://example.com/${at}/${'x'.repeat(7_900)}`,
  title: 't'.repeat(512),
  tags: Array.from({ length: 50 }, (_tag, tag) => `tag-${tag}-of-${at % 100}`),
}));

function withBody(name: string, method: string, path: string, text: string): Extreme {
  const body = { bytes: Buffer.from(text), headers: JSON_TYPE };
  return { name: `${method} ${path}: ${name}`, method, path, headers: {}, body };
}

function ofQuery(name: string, path: string, query: string): Extreme {
  const target = `${path}?${query}`.slice(0, MAX_HEADERS_LENGTH).replace(/%.?$/, '');
  return { name: `GET ${path}: ${name}`, method: 'GET', path: target, headers: {} };
}

function ofHeader(name: string, value: string, request: Omit<Extreme, 'name' | 'headers'>) {
  return {
    ...request,
    name: `${request.method} ${request.path}: a long ${name}`,
    headers: { [name]: value.slice(0, MAX_HEADERS_LENGTH) },
  };
}

/** Repeats parts, each with another number, up to a size in bytes and a number of values. */
function repeat(part: (at: number) => string, size: number, separator = ','): string {
  const bySize = size / (part(9_999_999).length + separator.length);
  const byValues = MAX_VALUES / ((part(0).match(/[[{]/g)?.length ?? 0) + 1);
  const count = Math.floor(Math.min(bySize, byValues));
  return Array.from({ length: count }, (_, at) => part(at)).join(separator);
}

/** As many names as there may be, so long that they fill the size. */
function names(size: number): string {
  const filler = 'x'.repeat(Math.max(size / MAX_VALUES - '"n9999999":0,'.length, 0));
  return repeat((at) => `"n${at}${filler}":0`, size);
}

/** What a body of any route may be, whose fields are wrong; `list` is the name of a list. */
function illegalBodies(method: string, path: string, list: string, size: number): Extreme[] {
  const room = size - 100;
  const bodies = {
    'unknown names': `{${names(room)}}`,
    'a long unknown name': `{"${'\u00e9'.repeat(room / 2)}":0}`,
    'a list of texts': `{"${list}":[${repeat(() => '""', room)}]}`,
    'a list of different texts': `{"${list}":[${repeat((at) => `"${at}"`, room)}]}`,
    'a list of objects': `{"${list}":[${repeat(() => '{}', room)}]}`,
    'a list of lists': `{"${list}":[${repeat(() => '[]', room)}]}`,
    'an object for a list': `{"${list}":{${names(room)}}}`,
    'a list for a text': `{"url":[${repeat(() => '0', room)}],"name":[]}`,
    'an object for a text': `{"url":{${names(room)}},"name":{}}`,
    'a text of marks': `{"${list}":["${MARKS.repeat(room / 4)}"]}`,
  };
  return Object.entries(bodies).map(([name, text]) => withBody(name, method, path, text));
}

const textOf = (links: readonly unknown[]) => JSON.stringify({ links });
const repeated = (item: unknown, count = MAX_ITEMS) => textOf(Array(count).fill(item));
const UNKNOWN_FIELDS = Object.fromEntries(
  Array.from({ length: 100 }, (_, at) => [`n${at}`.padEnd(95, 'x'), 0]),
);
const MARKED_TAGS = Array.from({ length: 19 }, (_, at) => `${at}${MARKS.repeat(127)}`);

/** Bodies of a bulk call: what is wrong is in the items. */
const ILLEGAL_BULKS: readonly Extreme[] = [
  ['an item of unknown names', `{"links":[{${names(10 * MIB - 100)}}]}`],
  ['items of unknown names', repeated(UNKNOWN_FIELDS)],
  ['items with every field wrong', repeated(WRONG_FIELDS)],
  ['items with tags of marks', repeated({ url: LONG_URL.slice(0, 30), tags: MARKED_TAGS })],
  ['items with aliases of marks', repeated({ alias: MARKS.repeat(127) })],
  ['items with hosts of marks', repeated({ url: `https://a${MARKS.repeat(500)}.com/` })],
  ['items with destinations to be serialised', repeated({ url: LONG_URL + '\u00e9'.repeat(100) })],
  ['items with too many tags', repeated({ tags: Array(110).fill('a') })],
].map(([name = '', text = '']) => withBody(name, 'POST', BULK, text));

const ILLEGAL_BULK_KEPT: Extreme = {
  ...withBody('an item to be remembered', 'POST', BULK, `{"links":[{${names(10 * MIB - 100)}}]}`),
  headers: { 'Idempotency-Key': 'extreme' },
};

const BULK_CHANGE = `${LINKS}/bulk-change`;
const BULK_DELETE = `${LINKS}/bulk-delete`;
/** A thousand keys that no link has, in the longest form. */
const UNKNOWN_KEYS = Array.from({ length: MAX_ITEMS }, (_, at) => WIDE.repeat(60) + at);

const ALL_TAGS = '/api/v1/tags';
const getLink = { method: 'GET', path: SOME_LINK };
const tagFilter = (name: string) =>
  Array.from({ length: 10 }, (_, at) => `${name}=tag-${at}-of-${at}`).join('&');
const TAG_FILTERS =
  ['tag', 'anyTag', 'withoutTag'].map(tagFilter).join('&') +
  '&createdFrom=2000-01-01T00:00:00Z&createdTo=9999-12-31T00:00:00Z';
const LIST_VALUES = `url=${encodeURIComponent(LONG_URL)}&${repeat((at) => `tag=${at}`, 60, '&')}`;

const OTHER_ILLEGAL: readonly Extreme[] = [
  ofQuery('a long colour', `${SOME_LINK}/qr.svg`, `color=${'f'.repeat(15_000)}`),
  ofQuery(
    'unknown names',
    LINKS,
    repeat((at) => `n${at}=`, MAX_HEADERS_LENGTH, '&'),
  ),
  ofQuery(
    'many tags',
    LINKS,
    repeat((at) => `tag=${at}`, MAX_HEADERS_LENGTH, '&'),
  ),
  ofQuery(
    'many tags to leave out',
    LINKS,
    repeat((at) => `withoutTag=${at}&anyTag=${at}`, MAX_HEADERS_LENGTH, '&'),
  ),
  ofQuery('a prefix of marks', ALL_TAGS, `prefix=${encodeURIComponent(MARKS.repeat(1_200))}`),
  ofQuery('a tag of marks', LINKS, `tag=${encodeURIComponent(MARKS.repeat(1_200))}`),
  ofQuery('a host of marks', LINKS, `url=https://a${encodeURIComponent(MARKS.repeat(500))}.com`),
  ofQuery('a long cursor', LINKS, `cursor=${'A'.repeat(MAX_HEADERS_LENGTH)}`),
  ofQuery('a long zone', `${SOME_LINK}/stats`, `timezone=${'A/'.repeat(7_000)}`),
  ofQuery('too many steps', `${SOME_LINK}/stats`, 'unit=hour&from=1970-01-01T00:00:00Z'),
  ofQuery(
    'unknown names',
    '/api/v1/admin/stats',
    repeat((at) => `n${at}`, 14_000, '&'),
  ),
  { name: 'a long key', method: 'GET', path: `/${'%CC%81%CC%A3'.repeat(1_200)}`, headers: {} },
  ofHeader('If-None-Match', '"a",'.repeat(4_000), getLink),
  ofHeader('If-Match', '"a",'.repeat(4_000), { method: 'DELETE', path: SOME_LINK }),
  ofHeader('Authorization', `Bearer ${'x'.repeat(15_000)}`, getLink),
  ofHeader('X-Api-Key', 'x'.repeat(15_000), getLink),
  ofHeader('X-Api-Key', 'x'.repeat(15_000), { method: 'GET', path: '/metrics' }),
  ofHeader('Cookie', 'shortcore=x;'.repeat(1_250), { method: 'GET', path: SESSION }),
  withBody('a wrong key', 'POST', SESSION, JSON.stringify({ apiKey: WIDE.repeat(256) })),
  ofHeader('Accept', 'text/html;q=0.1,'.repeat(900), { method: 'GET', path: '/none' }),
  ofHeader('Idempotency-Key', 'x'.repeat(15_000), { ...getLink, method: 'POST', path: LINKS }),
];

/** To be accepted: nothing that is refused may cost more than this. */
export const LARGEST_LEGAL = withBody('a thousand links', 'POST', BULK, textOf(LEGAL_LINKS));

/** The largest legal request of each other route that reads something of its caller. */
export const LEGAL_EXTREMES: readonly Extreme[] = [
  ofQuery('the largest image', `${SOME_LINK}/qr.png`, 'size=2048&ecc=H'),
  withBody('every field', 'POST', LINKS, JSON.stringify(legalFields)),
  withBody('every field', 'PATCH', SOME_LINK, JSON.stringify(legalFields)),
  withBody(
    'every field',
    'PUT',
    `${BY_EXTERNAL_ID}/${encodeURIComponent(WIDE.repeat(255))}`,
    JSON.stringify(legalFields),
  ),
  ofQuery('a long prefix', ALL_TAGS, `prefix=${encodeURIComponent(WIDE.repeat(64))}&limit=200`),
  withBody(
    'long tags',
    'POST',
    `${ALL_TAGS}/rename`,
    JSON.stringify({ from: WIDE.repeat(64), to: WIDE.repeat(63) }),
  ),
  withBody('a long tag', 'POST', `${ALL_TAGS}/delete`, JSON.stringify({ tag: WIDE.repeat(64) })),
  withBody('unknown keys', 'POST', BULK_DELETE, JSON.stringify({ keys: UNKNOWN_KEYS })),
  withBody(
    'unknown keys and every field',
    'POST',
    BULK_CHANGE,
    JSON.stringify({
      keys: UNKNOWN_KEYS,
      change: { addTags: TAGS, removeTags: TAGS, note: WIDE.repeat(2_000), disabled: true },
    }),
  ),
  withBody(
    'a long name',
    'POST',
    API_KEYS,
    JSON.stringify({ name: WIDE.repeat(100), scopes: ['links:read'] }),
  ),
  ofQuery('every filter', LINKS, `${LIST_VALUES}&search=${'%25'.repeat(200)}&limit=200`),
  ofQuery(
    'every filter of tags',
    LINKS,
    `${TAG_FILTERS}&order=-lastClickedAt&search=%25&limit=200`,
  ),
  ofQuery('any of many tags', LINKS, `${tagFilter('anyTag')}&limit=200`),
  ofQuery(
    'ten years',
    `${SOME_LINK}/stats`,
    'from=2016-01-01T00:00:00Z&to=2025-12-31T00:00:00Z&top=100',
  ),
  ofQuery(
    'ten years',
    '/api/v1/admin/stats/top-links',
    'from=2016-01-01T00:00:00Z&to=2025-12-31T00:00:00Z&limit=100',
  ),
];

export const ILLEGAL_EXTREMES: readonly Extreme[] = [
  ...illegalBodies('POST', LINKS, 'tags', MIB),
  ...illegalBodies('PATCH', SOME_LINK, 'tags', MIB),
  ...illegalBodies('PUT', `${BY_EXTERNAL_ID}/x`, 'tags', MIB),
  ...illegalBodies('POST', API_KEYS, 'scopes', MIB),
  ...illegalBodies('POST', SESSION, 'apiKey', 4_096),
  ...illegalBodies('POST', `${ALL_TAGS}/rename`, 'from', MIB),
  ...illegalBodies('POST', `${ALL_TAGS}/delete`, 'tag', MIB),
  ...illegalBodies('POST', BULK, 'links', 10 * MIB),
  ...illegalBodies('POST', BULK_CHANGE, 'keys', 10 * MIB),
  ...illegalBodies('POST', BULK_DELETE, 'keys', 10 * MIB),
  withBody(
    'a change of unknown names',
    'POST',
    BULK_CHANGE,
    `{"keys":["x"],"change":{${names(10 * MIB - 100)}}}`,
  ),
  ...ILLEGAL_BULKS,
  ILLEGAL_BULK_KEPT,
  ...OTHER_ILLEGAL,
];
