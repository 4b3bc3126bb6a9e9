import { OmitType } from '@nestjs/swagger';
import { IsBoolean, IsOptional, Length } from 'class-validator';
import { IsWellFormedText, MaxCodePoints } from '../platform/http/field-validators.js';
import { CreateLinkDto } from './create-link.dto.js';

/** The whole link: absent settings get their defaults. */
export class PutLinkDto extends OmitType(CreateLinkDto, ['externalId', 'reuseExisting'] as const) {
  /** Whether the link is disabled; `false` by default */
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
