import { OmitType } from '@nestjs/swagger';
import { IsBoolean, IsOptional, Length } from 'class-validator';
import { IsWellFormedText, MaxCodePoints } from '../platform/http/field-validators.js';
import { CreateLinkDto } from './create-link.dto.js';

/** All that a link is to be: what is absent goes back to what it is by default. */
export class PutLinkDto extends OmitType(CreateLinkDto, ['externalId', 'reuseExisting'] as const) {
  /** Whether the link is switched off; `false` unless given */
  @IsOptional()
  @IsBoolean()
  disabled?: boolean | null;
}

export class ExternalIdDto {
  @Length(1, 255)
  @MaxCodePoints(255)
  @IsWellFormedText()
  externalId: string;
}
