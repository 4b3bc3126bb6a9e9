import { Body, Controller, Headers, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { AuthenticatedRequest } from '../auth/api-key.guard.js';
import { NeedsScope } from '../auth/needs-scope.js';
import { bodyValidation } from '../http/validation.js';
import { requestIdOf } from '../logging/request-id.js';
import { Idempotency } from '../idempotency/idempotency.js';
import type { Keeping } from '../idempotency/keeping.js';
import type { Answer } from '../idempotency/answer.js';
import { idempotentRequest } from '../idempotency/idempotent-request.js';
import { bulkValidation } from './bulk-item.js';
import { BulkLinksDto } from './bulk.dto.js';
import { DescribesBulkCreation, DescribesCreation } from './creation.openapi.js';
import { BulkService } from './bulk.service.js';
import type { Caller } from './caller.js';
import { CreateLinkDto } from './create-link.dto.js';
import { CreationService } from './creation.service.js';

interface Call {
  readonly operation: string;
  readonly idempotencyKey: string | undefined;
  readonly request: AuthenticatedRequest;
}

@ApiTags('links')
@Controller('api/v1/links')
export class CreationController {
  constructor(
    private readonly creation: CreationService,
    private readonly bulk: BulkService,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @NeedsScope('links:write')
  @DescribesCreation()
  create(
    @Body(bodyValidation()) input: CreateLinkDto,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) response: Response,
    @Headers('Idempotency-Key') idempotencyKey?: string,
  ): Promise<string> {
    const call = { operation: 'createLink', idempotencyKey, request };
    return this.#once(call, response, (keeping) =>
      this.creation.create(input, request.apiKey.id, keeping),
    );
  }

  @Post('bulk')
  @NeedsScope('links:write')
  @DescribesBulkCreation()
  createMany(
    @Body(bulkValidation()) { links }: BulkLinksDto,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) response: Response,
    @Headers('Idempotency-Key') idempotencyKey?: string,
  ): Promise<string> {
    const call = { operation: 'createLinks', idempotencyKey, request };
    return this.#once(call, response, (keeping) =>
      this.bulk.create(links, callerOf(request), keeping),
    );
  }

  async #once(
    { operation, idempotencyKey, request: { apiKey, body } }: Call,
    response: Response,
    perform: (keeping?: Keeping) => Promise<Answer>,
  ): Promise<string> {
    const idempotent = idempotentRequest(idempotencyKey, apiKey.id, operation, body);
    const { answer, isReplayed } = await this.idempotency.once(idempotent, perform);
    if (isReplayed) response.set('Idempotency-Replayed', 'true');
    response.status(answer.status).set(answer.headers).type('json');
    return answer.body;
  }
}

function callerOf(request: AuthenticatedRequest): Caller {
  return { apiKeyId: request.apiKey.id, requestId: requestIdOf(request) };
}
