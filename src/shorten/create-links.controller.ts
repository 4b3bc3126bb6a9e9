import { Body, Controller, Headers, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { RequireScope, type AuthenticatedRequest } from '../auth/api-key.guard.js';
import { bodyValidation } from '../platform/http/validation.js';
import { requestIdOf } from '../platform/logging/request-id.js';
import { Idempotency } from '../idempotency/idempotency.js';
import type { IdempotencyRecorder } from '../idempotency/idempotency-recorder.js';
import type { ApiResponse } from '../idempotency/api-response.js';
import { toIdempotentRequest } from '../idempotency/idempotent-request.js';
import { bulkValidation } from './bulk-item-parser.js';
import { BulkLinksDto } from './bulk.dto.js';
import { ApiCreateLinks, ApiCreateLink } from './create-links.openapi.js';
import { BulkService } from './bulk.service.js';
import type { Caller } from './caller.js';
import { CreateLinkDto } from './create-link.dto.js';
import { CreateLinkService } from './create-link.service.js';

interface Call {
  readonly operation: string;
  readonly idempotencyKey: string | undefined;
  readonly request: AuthenticatedRequest;
}

@ApiTags('links')
@Controller('api/v1/links')
export class CreateLinksController {
  constructor(
    private readonly creation: CreateLinkService,
    private readonly bulk: BulkService,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @RequireScope('links:write')
  @ApiCreateLink()
  create(
    @Body(bodyValidation()) input: CreateLinkDto,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) response: Response,
    @Headers('Idempotency-Key') idempotencyKey?: string,
  ): Promise<string> {
    const call = { operation: 'createLink', idempotencyKey, request };
    return this.#once(call, response, (recorder) =>
      this.creation.create(input, request.apiKey.id, recorder),
    );
  }

  @Post('bulk')
  @RequireScope('links:write')
  @ApiCreateLinks()
  createMany(
    @Body(bulkValidation()) { links }: BulkLinksDto,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) response: Response,
    @Headers('Idempotency-Key') idempotencyKey?: string,
  ): Promise<string> {
    const call = { operation: 'createLinks', idempotencyKey, request };
    return this.#once(call, response, (recorder) =>
      this.bulk.create(links, callerOf(request), recorder),
    );
  }

  async #once(
    { operation, idempotencyKey, request: { apiKey, body } }: Call,
    response: Response,
    perform: (recorder?: IdempotencyRecorder) => Promise<ApiResponse>,
  ): Promise<string> {
    const idempotent = toIdempotentRequest(idempotencyKey, apiKey.id, operation, body);
    const { apiResponse, isReplayed } = await this.idempotency.execute(idempotent, perform);
    if (isReplayed) response.set('Idempotency-Replayed', 'true');
    response.status(apiResponse.status).set(apiResponse.headers).type('json');
    return apiResponse.body;
  }
}

function callerOf(request: AuthenticatedRequest): Caller {
  return { apiKeyId: request.apiKey.id, requestId: requestIdOf(request) };
}
