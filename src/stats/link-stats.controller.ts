import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { NeedsScope } from '../auth/needs-scope.js';
import { queryValidation } from '../http/validation.js';
import { LinkStore } from '../link/link.store.js';
import { answerWithTag } from './answer-with-tag.js';
import { seriesAsCsv } from './csv.js';
import { DescribesCsv, DescribesLinkStats } from './stats.openapi.js';
import { SeriesQueryDto, StatsQueryDto } from './stats-query.dto.js';
import { StatsDto } from './stats.dto.js';
import { StatsService } from './stats.service.js';

@ApiTags('statistics')
@Controller('api/v1/links/:key')
export class LinkStatsController {
  constructor(
    private readonly links: LinkStore,
    private readonly stats: StatsService,
  ) {}

  @Get('stats')
  @NeedsScope('stats:read')
  @DescribesLinkStats()
  async read(
    @Param('key') key: string,
    @Query(queryValidation()) query: StatsQueryDto,
    @Res({ passthrough: true }) response: Response,
    @Headers('If-None-Match') ifNoneMatch?: string,
  ): Promise<StatsDto | undefined> {
    const { id } = await this.links.get(key);
    return answerWithTag(await this.stats.of(id, query), response, ifNoneMatch);
  }

  @Get('stats.csv')
  @NeedsScope('stats:read')
  @DescribesCsv()
  async readAsCsv(
    @Param('key') key: string,
    @Query(queryValidation()) query: SeriesQueryDto,
    @Res({ passthrough: true }) response: Response,
    @Headers('If-None-Match') ifNoneMatch?: string,
  ): Promise<string | undefined> {
    const link = await this.links.get(key);
    const csv = seriesAsCsv(await this.stats.seriesOf(link.id, query));
    response.attachment(`${link.key}.csv`).type('text/csv; charset=utf-8');
    return answerWithTag(csv, response, ifNoneMatch);
  }
}
