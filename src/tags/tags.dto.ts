import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min, ValidateBy } from 'class-validator';
import { MAX_TAG_LENGTH } from '../link/link-tag.entity.js';
import { IsText } from '../platform/http/field-validators.js';

export class ListTagsDto {
  /** Only tags that begin with this text; upper and lower case differ */
  @IsOptional()
  @IsText(MAX_TAG_LENGTH, { form: 'NFC' })
  prefix?: string;

  /** How many tags to return at most */
  @IsOptional()
  @ApiProperty({ type: 'integer' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number = 50;

  /** `nextCursor` of the previous page */
  @IsOptional()
  @IsText(400)
  cursor?: string;
}

export class TagDto {
  /** @example sale */
  tag: string;

  /** How many links have it; 10 000 if there are more */
  @ApiProperty({ type: 'integer' })
  links: number;

  /** Whether more than 10 000 links have it */
  isMore: boolean;
}

export class TagPageDto {
  /** In the order of their code points */
  items: TagDto[];

  /** The `cursor` of the next page, also if this page is not full; `null` on the last page */
  nextCursor: string | null;
}

/** A rename that changes nothing would never be done. */
function IsNot(other: string): PropertyDecorator {
  return ValidateBy({
    name: 'isNot',
    validator: {
      validate: (value, args) => args === undefined || value !== Reflect.get(args.object, other),
      defaultMessage: (args) => `${args?.property} must differ from ${other}`,
    },
  });
}

export class RenameTagDto {
  /** @example sale */
  @IsText(MAX_TAG_LENGTH, { form: 'NFC' })
  from: string;

  /**
   * The new name; if there is such a tag, the two become one
   * @example autumn-sale
   */
  @IsText(MAX_TAG_LENGTH, { form: 'NFC' })
  @IsNot('from')
  to: string;
}

export class DeleteTagDto {
  /** @example sale */
  @IsText(MAX_TAG_LENGTH, { form: 'NFC' })
  tag: string;
}

export class TagChangeDto {
  /** How many links this call has changed; at most 1000 */
  @ApiProperty({ type: 'integer' })
  changed: number;

  /** `false`: more links have the tag, so call again */
  isDone: boolean;
}
