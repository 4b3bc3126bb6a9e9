import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { MAX_TAG_LENGTH } from '../link/link-tag.entity.js';
import { IsText, IsTimestamp } from '../platform/http/field-validators.js';
import { LIST_ORDERS, type ListOrder } from '../link/link-query.js';
import { LINK_STATES, type LinkState } from '../link/link-state.js';

const MAX_TAG_FILTERS = 10;

/** A list of tags in a query, in which a single one is no list. */
function IsTagFilter(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: 'array',
      maxItems: MAX_TAG_FILTERS,
      items: { type: 'string', minLength: 1, maxLength: MAX_TAG_LENGTH },
    }),
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value : [value])),
    ArrayMaxSize(MAX_TAG_FILTERS),
    IsText(MAX_TAG_LENGTH, { each: true, form: 'NFC' }),
  );
}

export class ListLinksDto {
  /** How many links to return at most */
  @IsOptional()
  @ApiProperty({ type: 'integer' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number = 50;

  /** `nextCursor` of the previous page */
  @IsOptional()
  @IsText(200)
  cursor?: string;

  /**
   * Newest first by default. By the last click, a link that is clicked between two pages moves to the start and may be
   * missing from the rest; those that were never clicked come last, newest first
   */
  @IsOptional()
  @IsIn(LIST_ORDERS)
  order?: ListOrder = '-createdAt';

  /** Only links with this tag; if repeated, only links with all of the tags */
  @IsOptional()
  @IsTagFilter()
  tag?: string[];

  /** If repeated, only links with at least one of these tags */
  @IsOptional()
  @IsTagFilter()
  anyTag?: string[];

  /** Only links without this tag; if repeated, only links with none of the tags */
  @IsOptional()
  @IsTagFilter()
  withoutTag?: string[];

  /**
   * Only links created at this time or later
   * @example 2026-11-01T00:00:00.000Z
   */
  @IsOptional()
  @ApiPropertyOptional({ format: 'date-time' })
  @IsTimestamp()
  createdFrom?: string;

  /**
   * Only links created before this time
   * @example 2026-12-01T00:00:00.000Z
   */
  @IsOptional()
  @ApiPropertyOptional({ format: 'date-time' })
  @IsTimestamp()
  createdTo?: string;

  /** Only links with this text in key, URL, title or note; case-insensitive; the URL as it is or decoded */
  @IsOptional()
  @IsText(200)
  search?: string;

  /** Only links in this state */
  @IsOptional()
  @IsIn(LINK_STATES)
  state?: LinkState;

  /** Only the link with this external id */
  @IsOptional()
  @IsText(255)
  externalId?: string;

  /** Only links to exactly this destination */
  @IsOptional()
  @IsText(8192)
  url?: string;
}
