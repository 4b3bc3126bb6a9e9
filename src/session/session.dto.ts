import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import type { ApiKey } from '../auth/api-key.entity.js';
import { SCOPES, type Scope } from '../auth/scopes.js';
import { IsText } from '../platform/http/field-validators.js';

/** At least as long as every API key. */
const MAX_API_KEY_LENGTH = 256;

export class CreateSessionDto {
  /**
   * The API key to sign in with
   * @example shortcore_PkEn2CmeGBvWMrVIeAtVgkrBYEFDyLQdGDZXxUjWm5c
   */
  @IsText(MAX_API_KEY_LENGTH)
  apiKey: string;

  /** Whether the session lasts 30 days and outlives the browser, instead of 12 hours at most */
  @IsOptional()
  @ApiProperty({ type: Boolean, nullable: true, default: false })
  @IsBoolean()
  remember?: boolean | null;
}

export class SessionDto {
  /** Name of the API key. @example Build server */
  name: string;

  /** What the API key allows; `admin` implies all other scopes */
  @ApiProperty({ enum: SCOPES, isArray: true })
  scopes: Scope[];

  /** When the session ends, at the latest when the API key expires */
  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
}

export function toSessionDto({ name, scopes, expiresAtMs }: ApiKey): SessionDto {
  if (expiresAtMs === null) throw new Error('a session has no end');
  return { name, scopes, expiresAt: new Date(expiresAtMs).toISOString() };
}
