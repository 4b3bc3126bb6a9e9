import { IsBoolean, IsOptional, ValidateIf } from 'class-validator';
import { LinkSettingsDto } from './create-link.dto.js';
import { IsDestination } from './link-validators.js';

/** A merge patch (RFC 7396): what is absent stays, `null` clears. */
export class PatchLinkDto extends LinkSettingsDto {
  /**
   * Where the link leads from now on
   * @example https://example.com/elsewhere
   */
  @ValidateIf((_patch, value) => value !== undefined)
  @IsDestination()
  url?: string;

  /** Whether the link is switched off */
  @IsOptional()
  @IsBoolean()
  disabled?: boolean | null;
}
