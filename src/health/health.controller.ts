import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '../platform/background/clock.js';
import { Lease } from '../cluster/lease.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import { HealthDto } from './health.dto.js';

/** Load balancers check often and have short timeouts. */
const DATABASE_TIMEOUT_MS = 1_000;

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly lease: Lease,
    private readonly clock: Clock,
  ) {}

  @Get('live')
  @ApiOperation({ summary: 'Check whether the instance runs', operationId: 'isLive' })
  @ApiProblems('malformed-request')
  live(): HealthDto {
    return { status: 'ok' };
  }

  /** @throws Problem `database-unavailable`. */
  @Get('ready')
  @ApiOperation({
    summary: 'Check whether the instance can serve requests',
    operationId: 'isReady',
  })
  @ApiProblems('malformed-request', 'database-unavailable')
  async ready(): Promise<HealthDto> {
    if (!this.lease.isCurrent(this.clock.nowMs())) {
      throw createProblem('This instance may have missed recent changes.');
    }
    const timeout = this.clock.sleep(DATABASE_TIMEOUT_MS).then(() => {
      throw createProblem('The database did not respond within 1 s.');
    });
    await Promise.race([this.database.read((manager) => manager.query('SELECT 1')), timeout]);
    return { status: 'ok' };
  }
}

function createProblem(detail: string): Problem {
  return new Problem('database-unavailable', { headers: { 'Retry-After': '1' }, detail });
}
