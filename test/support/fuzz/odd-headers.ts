import fc from 'fast-check';

const TAGS = ['"1"', 'W/"1"', '*', '"', '1', '""', ',', '"1", "2"', '"\u00ff"', '"a"'.repeat(500)];
const ODD_HEADERS: Readonly<Record<string, readonly string[]>> = {
  'If-Match': TAGS,
  'If-None-Match': TAGS,
  'If-Modified-Since': ['Thu, 01 Jan 1970 00:00:00 GMT', 'Fri, 01 Jan 2100 00:00:00 GMT', 'x'],
  'If-Unmodified-Since': ['Thu, 01 Jan 1970 00:00:00 GMT', 'x'],
  'If-Range': ['"1"', 'x'],
  Accept: ['text/html', '*/*', '', ',;q=', 'text/html;q=2', 'image/*', 'a'.repeat(5_000)],
  'Accept-Encoding': ['gzip', 'identity;q=0, *;q=0', ''],
  'Accept-Language': ['de', '*'],
  Authorization: [
    'Bearer',
    'Bearer ',
    'Basic Og==',
    'Bearer \u00ff',
    `Bearer ${'x'.repeat(5_000)}`,
  ],
  'X-Api-Key': ['', 'x', '\u00ff'],
  'X-Request-Id': ['ok-1', '', '<script>', 'x'.repeat(500), '\u00ff'],
  'Idempotency-Key': ['one', 'two', '', '"quoted"', 'x'.repeat(300), '\u00ff', '*'],
  'X-Forwarded-For': ['1.2.3.4', '::1, 1.2.3.4', 'x', "' OR 1=1"],
  'X-Forwarded-Proto': ['https', 'javascript'],
  'X-Forwarded-Host': ['evil.test'],
  'X-HTTP-Method-Override': ['DELETE'],
  Expect: ['100-continue', 'tea'],
  Range: ['bytes=0-0', 'bytes=9999999-', 'bytes=-1', 'bytes=5-1', 'x'],
  'User-Agent': ['', 'Googlebot', 'x'.repeat(3_000), '\u00ff'],
  Referer: ['https://example.org/a', 'x', '\u00ff', 'https://'],
  Origin: ['https://example.com', 'null'],
  Cookie: ['a=b', '\u00ff'],
  DNT: ['1', 'x'],
  'Sec-Purpose': ['prefetch', 'prefetch;prerender'],
  Upgrade: ['websocket', 'h2c'],
  Host: ['', 'evil.test', 'a b', '[::'],
  Connection: ['close'],
};

/** These decide most: whether there is an answer at all. */
const DECISIVE = ['If-Match', 'If-None-Match', 'Range'];
const NAMES = [...Object.keys(ODD_HEADERS), ...Array.from({ length: 6 }, () => DECISIVE).flat()];

const oddHeader = fc
  .constantFrom(...NAMES)
  .chain((name) =>
    fc.constantFrom(...(ODD_HEADERS[name] ?? [])).map((value) => [name, value] as const),
  );

/** None at all, or a few, that clients do not send or not so. */
export const oddHeaders: fc.Arbitrary<Readonly<Record<string, string>>> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 2,
    arbitrary: fc
      .array(oddHeader, { minLength: 1, maxLength: 3 })
      .map((entries) => Object.fromEntries(entries)),
  },
);
