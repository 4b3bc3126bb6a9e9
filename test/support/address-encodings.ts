import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';

/** Something that may be found among bytes. */
export interface Spelling {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Ways to write an address down, for who looks for it: in lower case, as the text that is searched has to
 * be as well. A hash of nothing but the address counts too, since all of them can be tried.
 */
export function spellingsOf(address: string): Spelling[] {
  const parsed = ipaddr.parse(address);
  const raw = Buffer.from(parsed.toByteArray());
  const reversed = Buffer.from([...raw].toReversed());
  const plain = parsed.kind() === 'ipv4' ? ofIpv4(raw) : ofIpv6(raw);
  const texts = { 'the text': address, 'the normal text': parsed.toString(), ...plain };
  const encoded = [
    ...Object.entries(texts),
    ...ofBytes('raw', raw),
    ...ofBytes('reversed', reversed),
  ];
  return [
    { name: 'raw bytes', bytes: raw },
    { name: 'reversed bytes', bytes: reversed },
    ...Object.values(texts).flatMap((text) => encodingsOf(text)),
    ...encoded.map(([name, text]) => ({ name, bytes: Buffer.from(text.toLowerCase()) })),
  ];
}

function ofIpv4(raw: Buffer): Record<string, string> {
  return {
    'a whole number': String(raw.readUInt32BE()),
    'a signed number': String(raw.readInt32BE()),
    'a whole number in the other order': String(raw.readUInt32LE()),
    'octets backwards': [...raw].toReversed().join('.'),
    'octets with dashes': [...raw].join('-'),
    'octets with commas': [...raw].join(','),
    'three digits each': [...raw].map((octet) => String(octet).padStart(3, '0')).join('.'),
  };
}

function ofIpv6(raw: Buffer): Record<string, string> {
  const groups = raw.toString('hex').match(/.{4}/g) ?? [];
  return {
    'a whole number': BigInt(`0x${raw.toString('hex')}`).toString(),
    'all digits': groups.join(':'),
    'without leading zeros': groups.map((group) => group.replace(/^0{1,3}/, '')).join(':'),
    'octets with commas': [...raw].join(','),
    'nibbles backwards': [...raw.toString('hex')].toReversed().join('.'),
  };
}

function ofBytes(name: string, bytes: Buffer): [string, string][] {
  return [
    [`${name}, in hex`, bytes.toString('hex')],
    [`${name}, in hex with colons`, (bytes.toString('hex').match(/../g) ?? []).join(':')],
    [`${name}, in base64`, bytes.toString('base64').replace(/=+$/, '')],
    [`${name}, in base64url`, bytes.toString('base64url')],
    [`${name}, percent-encoded`, bytes.toString('hex').replace(/../g, '%$&')],
  ];
}

/** Of a text, in forms that do not contain it. */
function encodingsOf(text: string): Spelling[] {
  const percent = encodeURIComponent(text);
  const hex = Buffer.from(text).toString('hex');
  const texts = {
    'hex of': hex,
    'percent-encoded': percent,
    'wholly percent-encoded': hex.replace(/../g, '%$&'),
    'base64 of': Buffer.from(text).toString('base64').replace(/=+$/, ''),
    'base64url of': Buffer.from(text).toString('base64url'),
    ...Object.fromEntries(
      ['md5', 'sha1', 'sha256', 'sha512'].map((name) => [
        `${name} of`,
        createHash(name).update(text).digest('hex').slice(0, 12),
      ]),
    ),
  };
  return [
    { name: `UTF-16 of ${text}`, bytes: Buffer.from(text.toLowerCase(), 'utf16le') },
    ...Object.entries(texts).map(([name, spelt]) => ({
      name: `${name} ${text}`,
      bytes: Buffer.from(spelt.toLowerCase()),
    })),
  ];
}
