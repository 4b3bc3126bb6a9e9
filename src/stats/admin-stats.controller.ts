import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { NeedsScope } from '../auth/needs-scope.js';
import { queryValidation } from '../http/validation.js';
import { ALL_LINKS } from '../link/link-clicks.entity.js';
import { answerWithTag } from './answer-with-tag.js';
import { LinkCounts } from './link-counts.js';
import { DescribesAdminStats, DescribesTopLinks } from './stats.openapi.js';
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
  @NeedsScope('admin')
  @DescribesAdminStats()
  async read(
    @Query(queryValidation()) query: StatsQueryDto,
    @Res({ passthrough: true }) response: Response,
    @Headers('If-None-Match') ifNoneMatch?: string,
  ): Promise<AdminStatsDto | undefined> {
    const [stats, links] = await Promise.all([
      this.stats.of(ALL_LINKS, query),
      this.counts.current(),
    ]);
    return answerWithTag({ ...stats, links }, response, ifNoneMatch);
  }

  @Get('top-links')
  @NeedsScope('admin')
  @DescribesTopLinks()
  async readTopLinks(
    @Query(queryValidation()) query: TopLinksQueryDto,
    @Res({ passthrough: true }) response: Response,
    @Headers('If-None-Match') ifNoneMatch?: string,
  ): Promise<TopLinksDto | undefined> {
    const items = await this.topLinks.of(query);
    return answerWithTag({ items }, response, ifNoneMatch);
  }
}
