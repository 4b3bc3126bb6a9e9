import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database } from '../database/database.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { HealthDto } from './health.dto.js';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly database: Database) {}

  @Get('live')
  @ApiOperation({ summary: 'Whether the instance runs', operationId: 'isLive' })
  live(): HealthDto {
    return { status: 'ok' };
  }

  /** @throws Problem `database-unavailable`. */
  @Get('ready')
  @ApiOperation({ summary: 'Whether the instance can do its work', operationId: 'isReady' })
  @ApiProblems('database-unavailable')
  async ready(): Promise<HealthDto> {
    await this.database.run((manager) => manager.query('SELECT 1'));
    return { status: 'ok' };
  }
}
