import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from './api-key.entity.js';

const SECRET_BYTES = 32;
const HASH_PREFIX_HEX_LENGTH = 16;
/** Makes a leaked key recognisable to secret scanners. */
const PREFIX = 'shortcore_';

export type ApiKeyInput = Pick<ApiKey, 'name' | 'scopes' | 'expiresAtMs'>;

/** A new key with its secret, which is not stored and cannot be returned again. */
export interface NewApiKey {
  readonly apiKey: ApiKey;
  readonly secret: string;
}

export function createApiKey(
  { name, scopes, expiresAtMs }: ApiKeyInput,
  createdAtMs: number,
  secret = generateSecretKey(),
): NewApiKey {
  const id = randomUUID().replaceAll('-', '');
  const hashes = hashSecretKey(secret);
  const apiKey = { id, name, ...hashes, scopes, createdAtMs, expiresAtMs, lastUsedAtMs: null };
  return { apiKey, secret };
}

export function isApiKeyId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

export function generateSecretKey(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
}

export function hashSecretKey(secret: string): Pick<ApiKey, 'hashPrefix' | 'hash'> {
  const hash = createHash('sha256').update(secret).digest('hex');
  return { hashPrefix: hash.slice(0, HASH_PREFIX_HEX_LENGTH), hash };
}

/** Compares two hex hashes of equal length in constant time. */
export function isSameHash(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one, 'hex'), Buffer.from(other, 'hex'));
}
