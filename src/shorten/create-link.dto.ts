import { IsBoolean, IsOptional } from 'class-validator';
import { IsAlias } from './is-alias.js';
import { IsDestination } from './is-destination.js';
import { LinkSettingsDto } from './link-settings.dto.js';

export class CreateLinkDto extends LinkSettingsDto {
  /**
   * Where the link leads: an absolute URL of at most 8192 characters
   * @example https://example.com/a?b=c
   */
  @IsDestination()
  url: string;

  /**
   * A key of your own: 1 to 64 letters, digits, marks, emoji, `-` and `_`; upper and lower case differ
   * @example autumn-sale
   */
  @IsOptional()
  @IsAlias()
  alias?: string | null;

  /** Whether your existing link to the same `url` will do, if there is one and neither has any settings */
  @IsOptional()
  @IsBoolean()
  reuseExisting?: boolean | null;
}
