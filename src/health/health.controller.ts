import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '../platform/background/clock.js';
import { Lease } from '../cluster/lease.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import { HealthDto } from './health.dto.js';

/** Load balancers ask often, and do not wait long. */
const ANSWER_WITHIN_MS = 1_000;

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly lease: Lease,
    private readonly clock: Clock,
  ) {}

  @Get('live')
  @ApiOperation({ summary: 'Whether the instance runs', operationId: 'isLive' })
  @ApiProblems('malformed-request')
  live(): HealthDto {
    return { status: 'ok' };
  }

  /** @throws Problem `database-unavailable`. */
  @Get('ready')
  @ApiOperation({ summary: 'Whether the instance can do its work', operationId: 'isReady' })
  @ApiProblems('malformed-request', 'database-unavailable')
  async ready(): Promise<HealthDto> {
    if (!this.lease.isCurrent(this.clock.nowMs())) {
      throw unready('This instance may not have heard of the latest changes.');
    }
    const late = this.clock.sleep(ANSWER_WITHIN_MS).then(() => {
      throw unready('The database takes its time.');
    });
    await Promise.race([this.database.read((manager) => manager.query('SELECT 1')), late]);
    return { status: 'ok' };
  }
}

function unready(detail: string): Problem {
  return new Problem('database-unavailable', { headers: { 'Retry-After': '1' }, detail });
}
