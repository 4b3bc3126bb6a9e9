import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Put,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RequireScope, type AuthenticatedRequest } from '../auth/api-key.guard.js';
import { setEtag } from '../platform/http/cache-control.js';
import { etagOf, matchesEtag } from '../platform/http/etag.js';
import { ReadJsonBody } from '../platform/http/json-body.js';
import { bodyValidation, pathValidation, queryValidation } from '../platform/http/validation.js';
import type { CountedLink } from './link-details.js';
import { LinkReader } from './link-reader.js';
import { LinkResponses } from './link-responses.js';
import { LinkDto, LinkPageDto } from './link.dto.js';
import {
  ApiDeleteLink,
  ApiListLinks,
  ApiReadLink,
  ApiUpdateLink,
  ApiUpsertLink,
} from './links.openapi.js';
import { ListLinksDto } from './list-links.dto.js';
import { PatchLinkDto } from './patch-link.dto.js';
import { ExternalIdDto, PutLinkDto } from './put-link.dto.js';
import { UpdateLinkService } from './update-link.service.js';
import { UpsertLinkService } from './upsert-link.service.js';

@ApiTags('links')
@Controller('api/v1/links')
export class LinksController {
  constructor(
    private readonly reader: LinkReader,
    private readonly updates: UpdateLinkService,
    private readonly upserts: UpsertLinkService,
    private readonly responses: LinkResponses,
  ) {}

  @Get()
  @RequireScope('links:read')
  @ApiListLinks()
  async list(@Query(queryValidation()) query: ListLinksDto): Promise<LinkPageDto> {
    const { items, nextCursor } = await this.reader.page(query);
    return { items: items.map((counted) => this.responses.toDto(counted)), nextCursor };
  }

  @Get(':key')
  @RequireScope('links:read')
  @ApiReadLink()
  async read(
    @Param('key') key: string,
    @Res({ passthrough: true }) response: Response,
    @Headers('If-None-Match') ifNoneMatch?: string,
  ): Promise<LinkDto | undefined> {
    const counted = await this.reader.get(key);
    const dto = this.#respond(counted, response);
    // Express does not answer 304 to `Cache-Control: no-cache`, which `fetch` adds to conditional requests.
    if (!matchesEtag(ifNoneMatch, etagOf(counted.link))) return dto;
    response.status(304);
    return undefined;
  }

  @Patch(':key')
  @RequireScope('links:write')
  @ReadJsonBody()
  @ApiUpdateLink()
  async update(
    @Param('key') key: string,
    @Body(bodyValidation()) patch: PatchLinkDto,
    @Res({ passthrough: true }) response: Response,
    @Req() { headers }: Request,
  ): Promise<LinkDto> {
    const link = await this.updates.update(key, patch, headers);
    return this.#respond(await this.reader.complete(link), response);
  }

  @Put('by-external-id/:externalId')
  @RequireScope('links:write')
  @ReadJsonBody()
  @ApiUpsertLink()
  async put(
    @Param(pathValidation()) { externalId }: ExternalIdDto,
    @Body(bodyValidation()) input: PutLinkDto,
    @Req() { apiKey, headers }: AuthenticatedRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<LinkDto> {
    const upsert = { externalId, input, apiKeyId: apiKey.ownerId, conditions: headers };
    const { link, isNew } = await this.upserts.put(upsert);
    response.status(isNew ? 201 : 200);
    if (isNew) response.location(this.responses.locationOf(link));
    return this.#respond(await this.reader.complete(link), response);
  }

  @Delete(':key')
  @HttpCode(204)
  @RequireScope('links:write')
  @ApiDeleteLink()
  async delete(@Param('key') key: string, @Req() { headers }: Request): Promise<void> {
    await this.updates.delete(key, headers);
  }

  #respond(counted: CountedLink, response: Response): LinkDto {
    setEtag(response, etagOf(counted.link));
    return this.responses.toDto(counted);
  }
}
