import { Body, Controller, Param, Put, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { RequireScope, type AuthenticatedRequest } from '../auth/api-key.guard.js';
import { etagOf } from '../platform/http/etag.js';
import { bodyValidation, pathValidation } from '../platform/http/validation.js';
import { LinkResponses } from './link-responses.js';
import { apiPathOf, type LinkDto } from './link.dto.js';
import { ExternalIdDto, PutLinkDto } from './put-link.dto.js';
import { LinkReader } from './link-reader.js';
import { ApiUpsertLink } from './upsert.openapi.js';
import { UpsertLinkService } from './upsert-link.service.js';

@ApiTags('links')
@Controller('api/v1/links/by-external-id')
export class UpsertController {
  constructor(
    private readonly upserts: UpsertLinkService,
    private readonly reading: LinkReader,
    private readonly answers: LinkResponses,
  ) {}

  @Put(':externalId')
  @RequireScope('links:write')
  @ApiUpsertLink()
  async put(
    @Param(pathValidation()) { externalId }: ExternalIdDto,
    @Body(bodyValidation()) input: PutLinkDto,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<LinkDto> {
    const { link, isNew } = await this.upserts.put({
      externalId,
      input,
      apiKeyId: request.apiKey.id,
      conditions: request.headers,
    });
    response.status(isNew ? 201 : 200).set('ETag', etagOf(link));
    if (isNew) response.location(apiPathOf(link));
    return this.answers.toDto(await this.reading.withClicks(link));
  }
}
