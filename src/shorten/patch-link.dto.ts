import { IsBoolean, IsOptional, ValidateIf } from 'class-validator';
import { LinkSettingsDto } from './create-link.dto.js';
import { IsDestination } from './link-validators.js';

/** A merge patch (RFC 7396): absent fields keep their values, `null` clears. */
export class PatchLinkDto extends LinkSettingsDto {
  /**
   * The new destination
   * @example https://example.com/elsewhere
   */
  @ValidateIf((_patch, value) => value !== undefined)
  @IsDestination()
  url?: string;

  /** Whether the link is disabled */
  @IsOptional()
  @IsBoolean()
  disabled?: boolean | null;
}
