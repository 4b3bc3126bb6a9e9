import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Injectable,
  Post,
  Req,
  Res,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiKeyStore } from '../auth/api-key.store.js';
import { Authenticator, unauthenticated } from '../auth/authenticator.js';
import { CallerLimit } from '../auth/caller-limit.js';
import { SessionCookie } from '../auth/session-cookie.js';
import { RequireSession, type SessionRequest } from '../auth/session.guard.js';
import { ReadJsonBody } from '../platform/http/json-body.js';
import { bodyValidation } from '../platform/http/validation.js';
import { CreateSessionDto, SessionDto, toSessionDto } from './session.dto.js';
import { ApiCreateSession, ApiDeleteSession, ApiReadSession } from './session.openapi.js';

/** Read from strangers, so it is small: a key and two names. */
const MAX_BODY_BYTES = 4096;

/** Otherwise a page of another origin could sign its visitor in with a key of its own. */
@Injectable()
class SignInGuard implements CanActivate {
  constructor(private readonly cookie: SessionCookie) {}

  canActivate(context: ExecutionContext): boolean {
    this.cookie.assertNotCrossOrigin(context.switchToHttp().getRequest<Request>());
    return true;
  }
}

@ApiTags('session')
@Controller('api/v1/session')
export class SessionController {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly limit: CallerLimit,
    private readonly store: ApiKeyStore,
    private readonly cookie: SessionCookie,
  ) {}

  @Post()
  @UseGuards(SignInGuard)
  @ReadJsonBody(MAX_BODY_BYTES)
  @ApiCreateSession()
  async create(
    @Body(bodyValidation()) { apiKey: secret, remember }: CreateSessionDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionDto> {
    const apiKey = await this.authenticator.authenticate('API key', secret, request);
    await this.limit.take(apiKey, response);
    const isRemembered = remember === true;
    const nowMs = Date.now();
    const created = await this.store.createSession(apiKey, isRemembered, nowMs);
    if (created === undefined) throw unauthenticated();
    const lifetimeMs = (created.apiKey.expiresAtMs ?? nowMs) - nowMs;
    this.cookie.set(response, created.secret, isRemembered ? lifetimeMs : undefined);
    return toSessionDto(created.apiKey);
  }

  @Get()
  @RequireSession()
  @ApiReadSession()
  read(@Req() { session }: SessionRequest): SessionDto {
    return toSessionDto(session);
  }

  @Delete()
  @HttpCode(204)
  @RequireSession()
  @ApiDeleteSession()
  async delete(
    @Req() { session }: SessionRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.store.endSession(session);
    this.cookie.clear(response);
  }
}
