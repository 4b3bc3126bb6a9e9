import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { RequireScope } from '../auth/api-key.guard.js';
import { respondWithEtag } from '../platform/http/etag.js';
import { queryValidation } from '../platform/http/validation.js';
import { ALL_LINKS } from '../click/link-clicks.entity.js';
import { LinkCounts } from './link-counts.js';
import { ApiAdminStats, ApiTopLinks } from './stats.openapi.js';
import { StatsQueryDto, TopLinksQueryDto } from './stats-query.dto.js';
import { AdminStatsDto, TopLinksDto } from './stats.dto.js';
import { StatsService } from './stats.service.js';
import { TopLinksService } from './top-links.service.js';

@ApiTags('statistics')
@Controller('api/v1/admin/stats')
export class AdminStatsController {
  constructor(
    private readonly stats: StatsService,
    private readonly counts: LinkCounts,
    private readonly topLinks: TopLinksService,
  ) {}

  @Get()
  @RequireScope('admin')
  @ApiAdminStats()
  async read(
    @Query(queryValidation()) query: StatsQueryDto,
    @Res({ passthrough: true }) response: Response,
    @Headers('If-None-Match') ifNoneMatch?: string,
  ): Promise<AdminStatsDto | undefined> {
    const [stats, links] = await Promise.all([
      this.stats.getStats(ALL_LINKS, query),
      this.counts.getCounts(),
    ]);
    return respondWithEtag({ ...stats, links }, response, ifNoneMatch);
  }

  @Get('top-links')
  @RequireScope('admin')
  @ApiTopLinks()
  async readTopLinks(
    @Query(queryValidation()) query: TopLinksQueryDto,
    @Res({ passthrough: true }) response: Response,
    @Headers('If-None-Match') ifNoneMatch?: string,
  ): Promise<TopLinksDto | undefined> {
    const items = await this.topLinks.getTopLinks(query);
    return respondWithEtag({ items }, response, ifNoneMatch);
  }
}
