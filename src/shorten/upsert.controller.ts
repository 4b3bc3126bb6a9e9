import { Body, Controller, Param, Put, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { AuthenticatedRequest } from '../auth/api-key.guard.js';
import { NeedsScope } from '../auth/needs-scope.js';
import { etagOf } from '../http/etag.js';
import { bodyValidation, pathValidation } from '../http/validation.js';
import { LinkAnswers } from './link-answers.js';
import { apiPathOf, type LinkDto } from './link.dto.js';
import { ExternalIdDto, PutLinkDto } from './put-link.dto.js';
import { ReadService } from './read.service.js';
import { DescribesUpsert } from './upsert.openapi.js';
import { UpsertService } from './upsert.service.js';

@ApiTags('links')
@Controller('api/v1/links/by-external-id')
export class UpsertController {
  constructor(
    private readonly upserts: UpsertService,
    private readonly reading: ReadService,
    private readonly answers: LinkAnswers,
  ) {}

  @Put(':externalId')
  @NeedsScope('links:write')
  @DescribesUpsert()
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
    return this.answers.toDto(await this.reading.counted(link));
  }
}
