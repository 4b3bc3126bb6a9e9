import {
  Body,
  Controller,
  Headers,
  HttpCode,
  Post,
  Req,
  Res,
  type ArgumentMetadata,
  type PipeTransform,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { RequireScope, type AuthenticatedRequest } from '../auth/api-key.guard.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { toIdempotentRequest } from '../idempotency/idempotent-request.js';
import { MAX_BULK_BODY_BYTES, ReadJsonBody } from '../platform/http/json-body.js';
import { bodyValidation } from '../platform/http/validation.js';
import { requestIdOf } from '../platform/logging/request-id.js';
import { BulkChangeDto, BulkDeleteDto, LinkChangeDto } from './bulk-edit.dto.js';
import { ApiChangeLinks, ApiDeleteLinks } from './bulk-edit.openapi.js';
import { BulkEditService } from './bulk-edit.service.js';
import { respondOnce } from './idempotent-response.js';

@ApiTags('links')
@Controller('api/v1/links')
export class BulkEditController {
  constructor(
    private readonly edits: BulkEditService,
    private readonly idempotency: Idempotency,
  ) {}

  @Post('bulk-change')
  @HttpCode(200)
  @RequireScope('links:write')
  @ReadJsonBody(MAX_BULK_BODY_BYTES)
  @ApiChangeLinks()
  change(
    @Body(bulkChangeValidation()) { keys, change }: BulkChangeDto,
    @Req() httpRequest: AuthenticatedRequest,
    @Res({ passthrough: true }) response: Response,
    @Headers('Idempotency-Key') idempotencyKey?: string,
  ): Promise<string> {
    const { apiKey, body } = httpRequest;
    const request = toIdempotentRequest(idempotencyKey, apiKey.ownerId, 'changeLinks', body);
    const edit = { keys, requestId: requestIdOf(httpRequest), request };
    return respondOnce(this.idempotency, request, response, () => this.edits.change(edit, change));
  }

  @Post('bulk-delete')
  @HttpCode(200)
  @RequireScope('links:write')
  @ReadJsonBody(MAX_BULK_BODY_BYTES)
  @ApiDeleteLinks()
  delete(
    @Body(bodyValidation()) { keys }: BulkDeleteDto,
    @Req() httpRequest: AuthenticatedRequest,
    @Res({ passthrough: true }) response: Response,
    @Headers('Idempotency-Key') idempotencyKey?: string,
  ): Promise<string> {
    const { apiKey, body } = httpRequest;
    const request = toIdempotentRequest(idempotencyKey, apiKey.ownerId, 'deleteLinks', body);
    const edit = { keys, requestId: requestIdOf(httpRequest), request };
    return respondOnce(this.idempotency, request, response, () => this.edits.delete(edit));
  }
}

/** Validates the change within the body too, which is otherwise reduced to an empty object. */
function bulkChangeValidation(): PipeTransform {
  const ofBody = bodyValidation();
  const ofChange = bodyValidation('/change');
  return {
    transform(body: { change?: object } | undefined, metadata: ArgumentMetadata) {
      const { keys } = ofBody.transform(body, metadata) as BulkChangeDto;
      return { keys, change: ofChange.as(LinkChangeDto, body?.change) };
    },
  };
}
