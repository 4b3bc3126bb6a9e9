import { ApiProperty } from '@nestjs/swagger';
import type { ApiKey } from '../auth/api-key.entity.js';
import type { NewApiKey } from '../auth/api-key.js';
import { SCOPES, type Scope } from '../auth/scopes.js';
import { toTimestamp } from '../platform/timestamp.js';

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

  /** Last use, accurate to the minute; `null` if the key was never used */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastUsedAt: string | null;

  /** Id of the API key that a session belongs to; `null` for an API key */
  @ApiProperty({ type: String, nullable: true })
  parentId: string | null;
}

export class NewApiKeyDto extends ApiKeyDto {
  /**
   * The key itself; returned only here, because only a hash is stored
   * @example shortcore_PkEn2CmeGBvWMrVIeAtVgkrBYEFDyLQdGDZXxUjWm5c
   */
  key: string;
}

export class ApiKeysDto {
  /** The API keys, oldest first, each followed by its sessions */
  items: ApiKeyDto[];
}

/** Maps each field by name, so that the hashes are never published. */
export function toApiKeyDto(apiKey: ApiKey): ApiKeyDto {
  return {
    id: apiKey.id,
    name: apiKey.name,
    scopes: apiKey.scopes,
    createdAt: new Date(apiKey.createdAtMs).toISOString(),
    expiresAt: toTimestamp(apiKey.expiresAtMs),
    lastUsedAt: toTimestamp(apiKey.lastUsedAtMs),
    parentId: apiKey.parentId,
  };
}

export function toNewApiKeyDto({ apiKey, secret }: NewApiKey): NewApiKeyDto {
  return { ...toApiKeyDto(apiKey), key: secret };
}
