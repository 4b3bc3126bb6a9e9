import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Max,
  Min,
} from 'class-validator';
import { MAX_TAG_LENGTH } from '../link/link-tag.entity.js';
import { IsLaterThan, IsText, IsTimestamp } from '../platform/http/field-validators.js';
import { REDIRECT_STATUSES, type RedirectStatus } from '../link/link.entity.js';
import { IsNewAlias, IsDestination } from './link-validators.js';

export const MAX_TAGS = 50;
const MAX_CLICKS = 1_000_000_000_000;
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** The settings of a link. `null` clears a setting in an update, and is the same as absence elsewhere. */
export class LinkSettingsDto {
  /**
   * A title for people
   * @example Autumn sale
   */
  @IsOptional()
  @IsText(512)
  title?: string | null;

  /**
   * A longer text for people, such as why the link exists
   * @example Printed on the posters in the main hall
   */
  @IsOptional()
  @IsText(2000)
  note?: string | null;

  /**
   * Labels by which links can be found; at most 50
   * @example ["sale", "2026"]
   */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_TAGS)
  @IsText(MAX_TAG_LENGTH, { each: true, form: 'NFC' })
  tags?: string[] | null;

  /**
   * The name of the link in another system; unique among all links
   * @example order-4711
   */
  @IsOptional()
  @IsText(255)
  externalId?: string | null;

  /** The status of the redirect; 302 by default */
  @IsOptional()
  @IsIn(REDIRECT_STATUSES)
  redirectStatus?: RedirectStatus | null;

  /**
   * How many seconds a visitor's browser may cache the redirect, at most until `expiresAt`; 0, not at all, by
   * default and with `maxClicks`
   */
  @IsOptional()
  @ApiProperty({ type: 'integer', nullable: true })
  @IsInt()
  @Min(0)
  @Max(YEAR_SECONDS)
  cacheSeconds?: number | null;

  /** Whether the visitor's query is appended to the destination's; `false` by default */
  @IsOptional()
  @IsBoolean()
  forwardQuery?: boolean | null;

  /**
   * Before this time the link is not found
   * @example 2026-11-23T10:00:00.000Z
   */
  @IsOptional()
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  @IsTimestamp()
  validFrom?: string | null;

  /**
   * From this time on the link is gone
   * @example 2027-11-23T10:00:00.000Z
   */
  @IsOptional()
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  @IsTimestamp()
  @IsLaterThan('validFrom')
  expiresAt?: string | null;

  /** How many redirects are served, to humans, bots and prefetching browsers together; after these the link is gone */
  @IsOptional()
  @ApiProperty({ type: 'integer', nullable: true })
  @IsInt()
  @Min(1)
  @Max(MAX_CLICKS)
  maxClicks?: number | null;

  /**
   * Where visitors are sent, with 302, once the link is expired or exhausted, instead of 410
   * @example https://example.com/too-late
   */
  @IsOptional()
  @ApiProperty({ type: String, nullable: true })
  @IsDestination()
  expiredUrl?: string | null;
}

export class CreateLinkDto extends LinkSettingsDto {
  /**
   * Where the link leads: an absolute URL of at most 8192 characters
   * @example https://example.com/a?b=c
   */
  @IsDestination()
  url: string;

  /**
   * A key of your own: 1 to 64 letters, digits, marks, emoji, `-` and `_`; upper and lower case differ.
   * Invisible characters are removed, and full-width letters, ligatures and other variants are refused
   * @example autumn-sale
   */
  @IsOptional()
  @IsNewAlias()
  alias?: string | null;

  /** Whether your existing link to the same `url` is returned, if neither it nor this request has settings */
  @IsOptional()
  @IsBoolean()
  reuseExisting?: boolean | null;
}
