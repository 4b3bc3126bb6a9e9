import { ApiProperty } from '@nestjs/swagger';
import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsOptional, Length } from 'class-validator';
import type { ApiKeyInput } from '../auth/new-api-key.js';
import { SCOPES, type Scope } from '../auth/scopes.js';
import {
  InNfc,
  IsInTheFuture,
  IsTimestamp,
  IsWellFormedText,
} from '../platform/http/field-validators.js';

export class CreateApiKeyDto {
  /**
   * For people
   * @example Build server
   */
  @InNfc()
  @Length(1, 100)
  @IsWellFormedText()
  name: string;

  /** What the key allows; `admin` implies all others */
  @ApiProperty({ enum: SCOPES, isArray: true, minItems: 1, uniqueItems: true })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes: Scope[];

  /**
   * From this time on the key is not valid; never, unless given
   * @example 2027-11-23T10:00:00.000Z
   */
  @IsOptional()
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  @IsTimestamp()
  @IsInTheFuture()
  expiresAt?: string | null;
}

/** What it asks for, in the terms of who makes keys. */
export function toApiKeyInput({ name, scopes, expiresAt }: CreateApiKeyDto): ApiKeyInput {
  return { name, scopes, expiresAtMs: expiresAt ? Date.parse(expiresAt) : null };
}
