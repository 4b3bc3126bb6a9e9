import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Config } from '../platform/config/config.js';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import { robotsText } from './robots.js';

@ApiTags('health')
@Controller('robots.txt')
export class RobotsController {
  constructor(private readonly config: Config) {}

  @Get()
  @ApiOperation({ summary: 'Get the rules for crawlers', operationId: 'readRobots' })
  @ApiProduces('text/plain')
  @ApiProblems('malformed-request')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  robots(): string {
    return robotsText(this.config);
  }
}
