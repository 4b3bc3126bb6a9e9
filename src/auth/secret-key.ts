import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;
const HASH_PREFIX_HEX_LENGTH = 16;

/** Recognisable, so that a scanner finds one that leaked. */
const PREFIX = 'shortcore_';

export function generateSecretKey(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
}

export function hashSecretKey(key: string): { hashPrefix: string; hash: string } {
  const hash = createHash('sha256').update(key).digest('hex');
  return { hashPrefix: hash.slice(0, HASH_PREFIX_HEX_LENGTH), hash };
}

/** In constant time. Both are hashes in hex of equal length. */
export function isSameHash(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one, 'hex'), Buffer.from(other, 'hex'));
}
