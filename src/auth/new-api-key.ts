import { randomUUID } from 'node:crypto';
import type { ApiKey } from './api-key.entity.js';
import { generateSecretKey, hashSecretKey } from './secret-key.js';

/** What whoever makes a key decides. */
export type ApiKeyInput = Pick<ApiKey, 'name' | 'scopes' | 'expiresAtMs'>;

/** The secret is known to nobody else, and cannot be told again. */
export interface NewApiKey {
  readonly apiKey: ApiKey;
  readonly secret: string;
}

/** Not kept yet. */
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

/** Whether `newApiKey` may have made it. */
export function isApiKeyId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}
