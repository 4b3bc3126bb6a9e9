import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsInt, IsOptional, Length, Max, Min } from 'class-validator';
import { InNfc, IsWellFormedText } from '../platform/http/field-validators.js';
import { LINK_STATES, type LinkState } from '../link/link-state.js';

const MAX_TAGS = 10;
const ORDERS = ['-createdAt', 'createdAt'] as const;

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
  @Length(1, 200)
  cursor?: string;

  /** Newest first by default */
  @IsOptional()
  @IsIn(ORDERS)
  order?: (typeof ORDERS)[number] = '-createdAt';

  /** Only links with this tag; if repeated, only links with all of the tags */
  @IsOptional()
  @ApiProperty({
    type: 'array',
    maxItems: MAX_TAGS,
    items: { type: 'string', minLength: 1, maxLength: 64 },
  })
  @Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value : [value]))
  @InNfc()
  @ArrayMaxSize(MAX_TAGS)
  @Length(1, 64, { each: true })
  @IsWellFormedText({ each: true })
  tag?: string[];

  /** Only links with this text in key, URL or title; case-insensitive; the URL as it is or decoded */
  @IsOptional()
  @Length(1, 200)
  @IsWellFormedText()
  search?: string;

  /** Only links in this state */
  @IsOptional()
  @IsIn(LINK_STATES)
  state?: LinkState;

  /** Only the link with this external id */
  @IsOptional()
  @Length(1, 255)
  @IsWellFormedText()
  externalId?: string;

  /** Only links to exactly this destination */
  @IsOptional()
  @Length(1, 8192)
  @IsWellFormedText()
  url?: string;
}
