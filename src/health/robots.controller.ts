import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../platform/openapi/api-problems.js';

/** Keeps crawlers away, because short links have no content of their own. */
@ApiTags('health')
@Controller('robots.txt')
export class RobotsController {
  @Get()
  @ApiOperation({
    summary: 'Get the rules for crawlers, which forbid everything',
    operationId: 'readRobots',
  })
  @ApiProduces('text/plain')
  @ApiProblems('malformed-request')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  robots(): string {
    return 'User-agent: *\nDisallow: /\n';
  }
}
