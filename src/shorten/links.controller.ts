import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { NeedsScope } from '../auth/needs-scope.js';
import { etagOf, isKnown } from '../http/etag.js';
import { bodyValidation, queryValidation } from '../http/validation.js';
import { LinkAnswers } from './link-answers.js';
import { LinkDto, LinkPageDto } from './link.dto.js';
import {
  DescribesChange,
  DescribesDeletion,
  DescribesList,
  DescribesReading,
} from './links.openapi.js';
import { ListLinksDto } from './list-links.dto.js';
import { PatchLinkDto } from './patch-link.dto.js';
import { ReadService, type CountedLink } from './read.service.js';
import { ShortenService } from './shorten.service.js';

@ApiTags('links')
@Controller('api/v1/links')
export class LinksController {
  constructor(
    private readonly shorten: ShortenService,
    private readonly reading: ReadService,
    private readonly answers: LinkAnswers,
  ) {}

  @Get()
  @NeedsScope('links:read')
  @DescribesList()
  async list(@Query(queryValidation()) query: ListLinksDto): Promise<LinkPageDto> {
    const { items, nextCursor } = await this.reading.page(query);
    return { items: items.map((counted) => this.answers.toDto(counted)), nextCursor };
  }

  @Get(':key')
  @NeedsScope('links:read')
  @DescribesReading()
  async read(
    @Param('key') key: string,
    @Res({ passthrough: true }) response: Response,
    @Headers('If-None-Match') ifNoneMatch?: string,
  ): Promise<LinkDto | undefined> {
    const counted = await this.reading.get(key);
    const answer = this.#answer(counted, response);
    // Express would answer 200 to a client that says `Cache-Control: no-cache` as well, as `fetch` does.
    if (!isKnown(ifNoneMatch, etagOf(counted.link))) return answer;
    response.status(304);
    return undefined;
  }

  @Patch(':key')
  @NeedsScope('links:write')
  @DescribesChange()
  async change(
    @Param('key') key: string,
    @Body(bodyValidation()) patch: PatchLinkDto,
    @Res({ passthrough: true }) response: Response,
    @Req() { headers }: Request,
  ): Promise<LinkDto> {
    const link = await this.shorten.change(key, patch, headers);
    return this.#answer(await this.reading.counted(link), response);
  }

  @Delete(':key')
  @HttpCode(204)
  @NeedsScope('links:write')
  @DescribesDeletion()
  async delete(@Param('key') key: string, @Req() { headers }: Request): Promise<void> {
    await this.shorten.delete(key, headers);
  }

  #answer(counted: CountedLink, response: Response): LinkDto {
    response.set('ETag', etagOf(counted.link));
    return this.answers.toDto(counted);
  }
}
