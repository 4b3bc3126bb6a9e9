import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Registry } from 'prom-client';
import { RequireScope } from '../auth/api-key.guard.js';
import { MachineMetrics } from './machine-metrics.js';
import { ApiReadMetrics } from './metrics.openapi.js';

@ApiTags('admin')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: MachineMetrics) {}

  @Get()
  @RequireScope('stats:read', { worksInOutage: true })
  @ApiReadMetrics()
  async read(@Res() response: Response): Promise<void> {
    const text = await this.metrics.collect();
    response.setHeader('Content-Type', Registry.PROMETHEUS_CONTENT_TYPE);
    // Express would change the media type.
    response.end(text);
  }
}
