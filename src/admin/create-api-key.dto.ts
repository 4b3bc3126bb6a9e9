import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
} from 'class-validator';
import type { ApiKeyInput } from '../auth/api-key.js';
import { SCOPES, type Scope } from '../auth/scopes.js';
import { IsInTheFuture, IsText, IsTimestamp } from '../platform/http/field-validators.js';

export class CreateApiKeyDto {
  /**
   * A name for people, of 1 to 100 characters
   * @example Build server
   */
  @IsText(100, { form: 'NFC' })
  name: string;

  /** What the key allows; `admin` implies all other scopes */
  @ApiProperty({
    enum: SCOPES,
    isArray: true,
    minItems: 1,
    maxItems: SCOPES.length,
    uniqueItems: true,
  })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(SCOPES.length)
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes: Scope[];

  /**
   * When the key expires; without it the key never expires
   * @example 2027-11-23T10:00:00.000Z
   */
  @IsOptional()
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  @IsTimestamp()
  @IsInTheFuture()
  expiresAt?: string | null;
}

export function toApiKeyInput({ name, scopes, expiresAt }: CreateApiKeyDto): ApiKeyInput {
  return { name, scopes, expiresAtMs: expiresAt ? Date.parse(expiresAt) : null };
}
