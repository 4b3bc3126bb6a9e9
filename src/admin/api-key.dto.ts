import { ApiProperty } from '@nestjs/swagger';
import type { ApiKey } from '../auth/api-key.entity.js';
import type { NewApiKey } from '../auth/new-api-key.js';
import { SCOPES, type Scope } from '../auth/scopes.js';

export class ApiKeyDto {
  /** @example 0f8fad5bd9cb469fa16570867728950e */
  id: string;

  /** @example Build server */
  name: string;

  @ApiProperty({ enum: SCOPES, isArray: true })
  scopes: Scope[];

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt: string | null;

  /** To the minute; `null` if it was never used */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastUsedAt: string | null;
}

export class NewApiKeyDto extends ApiKeyDto {
  /**
   * Shown this once: only a hash of it is kept
   * @example shortcore_PkEn2CmeGBvWMrVIeAtVgkrBYEFDyLQdGDZXxUjWm5c
   */
  key: string;
}

export class ApiKeysDto {
  /** Oldest first */
  items: ApiKeyDto[];
}

/** Field by field: neither hash is anybody's business. */
export function toApiKeyDto(apiKey: ApiKey): ApiKeyDto {
  return {
    id: apiKey.id,
    name: apiKey.name,
    scopes: apiKey.scopes,
    createdAt: new Date(apiKey.createdAtMs).toISOString(),
    expiresAt: toTimestamp(apiKey.expiresAtMs),
    lastUsedAt: toTimestamp(apiKey.lastUsedAtMs),
  };
}

export function toNewApiKeyDto({ apiKey, secret }: NewApiKey): NewApiKeyDto {
  return { ...toApiKeyDto(apiKey), key: secret };
}

function toTimestamp(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}
