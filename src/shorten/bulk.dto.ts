import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray } from 'class-validator';
import { ProblemDto } from '../platform/openapi/problem.dto.js';
import { CreateLinkDto } from './create-link.dto.js';
import { LinkDto } from './link.dto.js';

const MAX_LINKS = 1000;

export class BulkLinksDto {
  /** 1 to 1000 */
  @ApiProperty({ type: [CreateLinkDto], minItems: 1, maxItems: MAX_LINKS })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_LINKS)
  links: unknown[];
}

export class BulkResultDto {
  /** 201 for a new link, 200 for one that `reuseExisting` found, else the status of the problem */
  @ApiProperty({ type: 'integer' })
  status: number;

  /** Present if the item succeeded */
  link?: LinkDto;

  /** Present if the item failed; its pointers are relative to the item. All items together list 1000 errors, and one each */
  problem?: ProblemDto;
}

export class BulkResultsDto {
  /** One result for each link, in the same order */
  results: BulkResultDto[];
}
