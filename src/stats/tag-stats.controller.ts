import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { RequireScope } from '../auth/api-key.guard.js';
import { respondWithEtag } from '../platform/http/etag.js';
import { pathValidation, queryValidation } from '../platform/http/validation.js';
import { ApiTagStats } from './stats.openapi.js';
import { StatsQueryDto, TagNameDto } from './stats-query.dto.js';
import { StatsDto } from './stats.dto.js';
import { TagStatsService } from './tag-stats.service.js';

@ApiTags('statistics')
@Controller('api/v1/tags/:tag')
export class TagStatsController {
  constructor(private readonly stats: TagStatsService) {}

  @Get('stats')
  @RequireScope('stats:read')
  @ApiTagStats()
  async read(
    @Param(pathValidation()) { tag }: TagNameDto,
    @Query(queryValidation()) query: StatsQueryDto,
    @Res({ passthrough: true }) response: Response,
    @Headers('If-None-Match') ifNoneMatch?: string,
  ): Promise<StatsDto | undefined> {
    return respondWithEtag(await this.stats.getStats(tag, query), response, ifNoneMatch);
  }
}
