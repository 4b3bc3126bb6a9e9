import { Body, Controller, Headers, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { RequireScope, type AuthenticatedRequest } from '../auth/api-key.guard.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { toIdempotentRequest } from '../idempotency/idempotent-request.js';
import { MAX_BULK_BODY_BYTES, ReadJsonBody } from '../platform/http/json-body.js';
import { bodyValidation } from '../platform/http/validation.js';
import { requestIdOf } from '../platform/logging/request-id.js';
import { BulkCreateService, bulkValidation } from './bulk-create.service.js';
import { BulkLinksDto } from './bulk.dto.js';
import { CreateLinkDto } from './create-link.dto.js';
import { CreateLinkService } from './create-link.service.js';
import { ApiCreateLink, ApiCreateLinks } from './create-links.openapi.js';
import { respondOnce } from './idempotent-response.js';

@ApiTags('links')
@Controller('api/v1/links')
export class CreateLinksController {
  constructor(
    private readonly createLink: CreateLinkService,
    private readonly bulkCreate: BulkCreateService,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @RequireScope('links:write')
  @ReadJsonBody()
  @ApiCreateLink()
  create(
    @Body(bodyValidation()) input: CreateLinkDto,
    @Req() { apiKey, body }: AuthenticatedRequest,
    @Res({ passthrough: true }) response: Response,
    @Headers('Idempotency-Key') idempotencyKey?: string,
  ): Promise<string> {
    const { ownerId } = apiKey;
    const request = toIdempotentRequest(idempotencyKey, ownerId, 'createLink', body);
    return respondOnce(this.idempotency, request, response, () =>
      this.createLink.create(input, ownerId, request),
    );
  }

  @Post('bulk')
  @RequireScope('links:write')
  @ReadJsonBody(MAX_BULK_BODY_BYTES)
  @ApiCreateLinks()
  createMany(
    @Body(bulkValidation()) { links }: BulkLinksDto,
    @Req() httpRequest: AuthenticatedRequest,
    @Res({ passthrough: true }) response: Response,
    @Headers('Idempotency-Key') idempotencyKey?: string,
  ): Promise<string> {
    const { apiKey, body } = httpRequest;
    const caller = { apiKeyId: apiKey.ownerId, requestId: requestIdOf(httpRequest) };
    const request = toIdempotentRequest(idempotencyKey, caller.apiKeyId, 'createLinks', body);
    return respondOnce(this.idempotency, request, response, () =>
      this.bulkCreate.create(links, caller, request),
    );
  }
}
