import { ApiProperty, PickType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsObject,
  IsOptional,
} from 'class-validator';
import { MAX_TAG_LENGTH } from '../link/link-tag.entity.js';
import { IsText } from '../platform/http/field-validators.js';
import { ProblemDto } from '../platform/openapi/problem.dto.js';
import { LinkSettingsDto, MAX_TAGS } from './create-link.dto.js';
import { LinkDto } from './link.dto.js';

const MAX_KEYS = 1000;
/** Of a text that names a key of 64: some characters of it are invisible or composed. */
const MAX_KEY_TEXT = 256;

export class BulkDeleteDto {
  /**
   * Keys of 1 to 1000 links
   * @example ["autumn-sale", "aZ3kP9x"]
   */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_KEYS)
  @IsText(MAX_KEY_TEXT, { each: true })
  keys: string[];
}

/** What is absent stays as it is, and `null` clears. */
export class LinkChangeDto extends PickType(LinkSettingsDto, [
  'note',
  'validFrom',
  'expiresAt',
  'maxClicks',
] as const) {
  /**
   * Tags that the links get, if they do not have them; a link can have 50
   * @example ["sale"]
   */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_TAGS)
  @IsText(MAX_TAG_LENGTH, { each: true, form: 'NFC' })
  addTags?: string[];

  /**
   * Tags that the links lose; one that is also in `addTags` stays
   * @example ["draft"]
   */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_TAGS)
  @IsText(MAX_TAG_LENGTH, { each: true, form: 'NFC' })
  removeTags?: string[];

  /** Whether the links are disabled */
  @IsOptional()
  @IsBoolean()
  disabled?: boolean | null;
}

export class BulkChangeDto extends BulkDeleteDto {
  @ApiProperty({ type: LinkChangeDto })
  @IsObject()
  change: LinkChangeDto;
}

export class BulkChangeResultDto {
  /** As in the request */
  key: string;

  /** 200, or the status of the problem */
  @ApiProperty({ type: 'integer' })
  status: number;

  /** Present if the link was changed, or has been as it is to be */
  link?: LinkDto;

  /** Present if the link was not changed */
  problem?: ProblemDto;
}

export class BulkChangeResultsDto {
  /** One result for each key, in the same order */
  results: BulkChangeResultDto[];
}

export class BulkDeleteResultDto {
  /** As in the request */
  key: string;

  /** 204, or the status of the problem */
  @ApiProperty({ type: 'integer' })
  status: number;

  /** Present if the link was not deleted by this call: there is none, or it was deleted before */
  problem?: ProblemDto;
}

export class BulkDeleteResultsDto {
  /** One result for each key, in the same order */
  results: BulkDeleteResultDto[];
}
