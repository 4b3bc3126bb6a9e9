import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { hostileName, hostileValue } from './hostile.js';
import { Fields, toJsonText } from './json-text.js';

/** The bytes of a body and the headers that speak of it. */
export interface Body {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export const JSON_TYPE = { 'Content-Type': 'application/json' };
const BOMB_BYTES = 12 * 1024 * 1024;
const TOO_LARGE = Buffer.alloc(1024 * 1024 + 1, ' ');
const BOMB = gzipSync(`{"url":"${'a'.repeat(BOMB_BYTES)}"}`);

const TYPES = [
  'application/json; charset=utf-8',
  'application/json; charset=utf-16',
  'application/json; charset=koi8-r',
  'application/json; charset=',
  'application/json; charset="utf-8',
  'application/json;;',
  'application/json, text/html',
  'application/merge-patch+json',
  'application/problem+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
  'text',
  '/',
  '\u00ff',
];

const ENCODINGS: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
  ['gzip', gzipSync],
  ['GZIP', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['identity', (bytes) => bytes],
  ['gzip', (bytes) => bytes],
  ['gzip', (bytes) => gzipSync(bytes).subarray(0, -4)],
  ['gzip', (bytes) => Buffer.concat([gzipSync(bytes), gzipSync(bytes)])],
  ['gzip, gzip', (bytes) => gzipSync(gzipSync(bytes))],
  ['compress', (bytes) => bytes],
  ['constructor', (bytes) => bytes],
  ['gzip', () => BOMB],
  ...Array.from({ length: 4 }, () => ['identity', () => TOO_LARGE] as const),
];

/** What is done to the fields of a body that would be valid. */
function changed(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== 'object' || value === null) return hostileValue;
  const fields = Object.entries(value);
  const anyField = fc.constantFrom(...fields, ['url', 'https://example.com/'] as const);
  return fc.oneof(
    fc.tuple(anyField, hostileValue).map(([[name], bad]) => ({ ...value, [name]: bad })),
    fc.tuple(anyField, hostileValue).map(([[name], bad]) => new Fields([...fields, [name, bad]])),
    fc.tuple(hostileName, hostileValue).map((extra) => new Fields([...fields, extra])),
    anyField.map(([name]) => Object.fromEntries(fields.filter(([other]) => other !== name))),
    fc.constant([value]),
    hostileValue,
  );
}

/** What is done to the text of a body. */
function damaged(text: string): fc.Arbitrary<Buffer> {
  const bytes = Buffer.from(text);
  const place = fc.nat(bytes.length);
  return fc.oneof(
    place.map((end) => bytes.subarray(0, end)),
    place.map((at) => Buffer.concat([bytes.subarray(0, at), Buffer.of(0xff), bytes.subarray(at)])),
    fc
      .constantFrom('\ufeff', '\0', ' '.repeat(1_000), ")]}',\n")
      .map((start) => Buffer.from(start + text)),
    fc.constantFrom(text, ',', '}', '\0').map((end) => Buffer.from(text + end)),
    fc.constantFrom('utf16le', 'latin1').map((encoding) => Buffer.from(text, encoding)),
    fc.uint8Array({ maxLength: 60 }).map((noise) => Buffer.from(noise)),
  );
}

/** How a body is sent. */
function packed(bytes: Buffer): fc.Arbitrary<Body> {
  return fc.oneof(
    fc.constantFrom(...TYPES).map((type) => ({ bytes, headers: { 'Content-Type': type } })),
    fc.constantFrom(...ENCODINGS).map(([name, encode]) => ({
      bytes: encode(bytes),
      headers: { ...JSON_TYPE, 'Content-Encoding': name },
    })),
    fc.constant({ bytes, headers: { ...JSON_TYPE, 'Transfer-Encoding': 'chunked' } }),
    fc.constant({ bytes, headers: {} }),
  );
}

const plain = (bytes: Buffer): Body => ({ bytes, headers: JSON_TYPE });

/** A body around what is valid: often as it is, else with one thing wrong, in the fields, the text or the headers. */
export function bodyAround(valid: fc.Arbitrary<unknown>): fc.Arbitrary<Body> {
  const text = valid.map(toJsonText);
  return fc.oneof(
    { weight: 5, arbitrary: text.map((text) => plain(Buffer.from(text))) },
    {
      weight: 5,
      arbitrary: valid.chain(changed).map((value) => plain(Buffer.from(toJsonText(value)))),
    },
    { weight: 2, arbitrary: text.chain(damaged).map(plain) },
    { weight: 2, arbitrary: text.chain((text) => packed(Buffer.from(text))) },
  );
}
