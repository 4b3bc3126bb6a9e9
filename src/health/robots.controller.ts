import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../platform/openapi/api-problems.js';

/** Short links are not content: what they lead to is. */
@ApiTags('health')
@Controller('robots.txt')
export class RobotsController {
  @Get()
  @ApiOperation({ summary: 'What crawlers may read: nothing', operationId: 'readRobots' })
  @ApiProduces('text/plain')
  @ApiProblems('malformed-request')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  robots(): string {
    return 'User-agent: *\nDisallow: /\n';
  }
}
