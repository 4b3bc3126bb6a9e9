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
import { RequireScope } from '../auth/api-key.guard.js';
import { etagOf, matchesEtag } from '../platform/http/etag.js';
import { bodyValidation, queryValidation } from '../platform/http/validation.js';
import { LinkResponses } from './link-responses.js';
import { LinkDto, LinkPageDto } from './link.dto.js';
import { ApiUpdateLink, ApiDeleteLink, ApiListLinks, ApiReadLink } from './links.openapi.js';
import { ListLinksDto } from './list-links.dto.js';
import { PatchLinkDto } from './patch-link.dto.js';
import { LinkReader, type CountedLink } from './link-reader.js';
import { UpdateLinkService } from './update-link.service.js';

@ApiTags('links')
@Controller('api/v1/links')
export class LinksController {
  constructor(
    private readonly shorten: UpdateLinkService,
    private readonly reading: LinkReader,
    private readonly answers: LinkResponses,
  ) {}

  @Get()
  @RequireScope('links:read')
  @ApiListLinks()
  async list(@Query(queryValidation()) query: ListLinksDto): Promise<LinkPageDto> {
    const { items, nextCursor } = await this.reading.page(query);
    return { items: items.map((counted) => this.answers.toDto(counted)), nextCursor };
  }

  @Get(':key')
  @RequireScope('links:read')
  @ApiReadLink()
  async read(
    @Param('key') key: string,
    @Res({ passthrough: true }) response: Response,
    @Headers('If-None-Match') ifNoneMatch?: string,
  ): Promise<LinkDto | undefined> {
    const counted = await this.reading.get(key);
    const answer = this.#respond(counted, response);
    // Express would answer 200 to a client that says `Cache-Control: no-cache` as well, as `fetch` does.
    if (!matchesEtag(ifNoneMatch, etagOf(counted.link))) return answer;
    response.status(304);
    return undefined;
  }

  @Patch(':key')
  @RequireScope('links:write')
  @ApiUpdateLink()
  async update(
    @Param('key') key: string,
    @Body(bodyValidation()) patch: PatchLinkDto,
    @Res({ passthrough: true }) response: Response,
    @Req() { headers }: Request,
  ): Promise<LinkDto> {
    const link = await this.shorten.update(key, patch, headers);
    return this.#respond(await this.reading.withClicks(link), response);
  }

  @Delete(':key')
  @HttpCode(204)
  @RequireScope('links:write')
  @ApiDeleteLink()
  async delete(@Param('key') key: string, @Req() { headers }: Request): Promise<void> {
    await this.shorten.delete(key, headers);
  }

  #respond(counted: CountedLink, response: Response): LinkDto {
    response.set('ETag', etagOf(counted.link));
    return this.answers.toDto(counted);
  }
}
