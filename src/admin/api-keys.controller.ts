import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiKeyStore } from '../auth/api-key.store.js';
import { RequireScope } from '../auth/api-key.guard.js';
import { Config } from '../platform/config/config.js';
import { ReadJsonBody } from '../platform/http/json-body.js';
import { bodyValidation } from '../platform/http/validation.js';
import { ApiKeysDto, NewApiKeyDto, toApiKeyDto, toNewApiKeyDto } from './api-key.dto.js';
import { ApiCreateApiKey, ApiListApiKeys, ApiRevokeApiKey } from './api-keys.openapi.js';
import { CreateApiKeyDto, toApiKeyInput } from './create-api-key.dto.js';

@ApiTags('admin')
@Controller('api/v1/admin/api-keys')
export class ApiKeysController {
  constructor(
    private readonly store: ApiKeyStore,
    private readonly config: Config,
  ) {}

  @Post()
  @RequireScope('admin')
  @ReadJsonBody()
  @ApiCreateApiKey()
  async create(
    @Body(bodyValidation()) input: CreateApiKeyDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<NewApiKeyDto> {
    const created = await this.store.create(toApiKeyInput(input), Date.now());
    response.location(`${this.config.publicPath}/api/v1/admin/api-keys/${created.apiKey.id}`);
    return toNewApiKeyDto(created);
  }

  @Get()
  @RequireScope('admin')
  @ApiListApiKeys()
  async list(): Promise<ApiKeysDto> {
    const apiKeys = await this.store.list();
    return { items: apiKeys.map(toApiKeyDto) };
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('admin')
  @ApiRevokeApiKey()
  async revoke(@Param('id') id: string): Promise<void> {
    await this.store.revoke(id);
  }
}
