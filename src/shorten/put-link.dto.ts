import { OmitType } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import { IsText } from '../platform/http/field-validators.js';
import { CreateLinkDto } from './create-link.dto.js';
import { IsAlias } from './link-validators.js';

/** The whole link: absent settings get their defaults. */
export class PutLinkDto extends OmitType(CreateLinkDto, [
  'alias',
  'externalId',
  'reuseExisting',
] as const) {
  /**
   * A key of your own, as for a new link; if the link exists, this must be its key
   * @example autumn-sale
   */
  @IsOptional()
  @IsAlias()
  alias?: string | null;

  /** Whether the link is disabled; `false` by default */
  @IsOptional()
  @IsBoolean()
  disabled?: boolean | null;
}

export class ExternalIdDto {
  @IsText(255)
  externalId: string;
}
