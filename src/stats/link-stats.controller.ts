import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { RequireScope } from '../auth/api-key.guard.js';
import { respondWithEtag } from '../platform/http/etag.js';
import { queryValidation } from '../platform/http/validation.js';
import { ReportedLinks } from '../link/reported-links.js';
import { formatCsv } from './series.js';
import { ApiLinkStatsCsv, ApiLinkStats } from './stats.openapi.js';
import { SeriesQueryDto, StatsQueryDto } from './stats-query.dto.js';
import { StatsDto } from './stats.dto.js';
import { StatsService } from './stats.service.js';

@ApiTags('statistics')
@Controller('api/v1/links/:key')
export class LinkStatsController {
  constructor(
    private readonly links: ReportedLinks,
    private readonly stats: StatsService,
  ) {}

  @Get('stats')
  @RequireScope('stats:read')
  @ApiLinkStats()
  async read(
    @Param('key') key: string,
    @Query(queryValidation()) query: StatsQueryDto,
    @Res({ passthrough: true }) response: Response,
    @Headers('If-None-Match') ifNoneMatch?: string,
  ): Promise<StatsDto | undefined> {
    const { id } = await this.links.get(key);
    return respondWithEtag(await this.stats.getStats(id, query), response, ifNoneMatch);
  }

  @Get('stats.csv')
  @RequireScope('stats:read')
  @ApiLinkStatsCsv()
  async readAsCsv(
    @Param('key') key: string,
    @Query(queryValidation()) query: SeriesQueryDto,
    @Res({ passthrough: true }) response: Response,
    @Headers('If-None-Match') ifNoneMatch?: string,
  ): Promise<string | undefined> {
    const link = await this.links.get(key);
    const csv = formatCsv(await this.stats.getSeries(link.id, query));
    response.attachment(`${link.key}.csv`).type('text/csv; charset=utf-8');
    return respondWithEtag(csv, response, ifNoneMatch);
  }
}
