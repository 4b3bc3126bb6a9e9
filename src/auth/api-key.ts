import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from './api-key.entity.js';

const SECRET_BYTES = 32;
const HASH_PREFIX_HEX_LENGTH = 16;
/** Makes a leaked key recognisable to secret scanners. */
const PREFIX = 'shortcore_';
const HOUR_MS = 3_600_000;
const SESSION_MS = 12 * HOUR_MS;
const REMEMBERED_SESSION_MS = 30 * 24 * HOUR_MS;

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
  const times = { createdAtMs, expiresAtMs, lastUsedAtMs: null };
  return { apiKey: { id, name, ...hashes, scopes, ...times, parentId: null }, secret };
}

/** A session allows what its API key allows, and never outlives it. */
export function createSession(
  { id: parentId, name, scopes, expiresAtMs }: ApiKey,
  isRemembered: boolean,
  createdAtMs: number,
): NewApiKey {
  const endsAtMs = createdAtMs + (isRemembered ? REMEMBERED_SESSION_MS : SESSION_MS);
  const input = { name, scopes, expiresAtMs: Math.min(endsAtMs, expiresAtMs ?? endsAtMs) };
  const { apiKey, secret } = createApiKey(input, createdAtMs);
  return { apiKey: { ...apiKey, parentId }, secret };
}

/** The id of the API key for which a request is made: a session acts as its key. */
export function ownerIdOf({ id, parentId }: Pick<ApiKey, 'id' | 'parentId'>): string {
  return parentId ?? id;
}

export function isApiKeyId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

export function generateSecretKey(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
}

/** Whether the text has the form of a generated secret. */
export function isGeneratedSecret(text: string): boolean {
  return /^shortcore_[\w-]{43}$/.test(text);
}

export function hashSecretKey(secret: string): Pick<ApiKey, 'hashPrefix' | 'hash'> {
  const hash = createHash('sha256').update(secret).digest('hex');
  return { hashPrefix: hash.slice(0, HASH_PREFIX_HEX_LENGTH), hash };
}

/** Compares two hex hashes of equal length in constant time. */
export function isSameHash(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one, 'hex'), Buffer.from(other, 'hex'));
}
