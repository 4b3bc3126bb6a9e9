import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsText } from '../platform/http/field-validators.js';
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
  @IsText(200)
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
  @ArrayMaxSize(MAX_TAGS)
  @IsText(64, { each: true, form: 'NFC' })
  tag?: string[];

  /** Only links with this text in key, URL or title; case-insensitive; the URL as it is or decoded */
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
