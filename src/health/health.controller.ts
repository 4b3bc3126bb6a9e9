import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { JournalWriter } from '../click/journal/journal-writer.js';
import { BootTimeClock } from '../platform/background/boot-time-clock.js';
import { Lease } from '../cluster/lease.js';
import { ClockMonitor, type ClockStatus } from '../jobs/clock-monitor.js';
import { Problem } from '../platform/errors/problem.js';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import { HealthDto, ReadinessDto, type HealthCheckDto } from './health.dto.js';

/** Load balancers check often and have short timeouts. */
const DATABASE_TIMEOUT_MS = 1_000;

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly lease: Lease,
    private readonly clock: BootTimeClock,
    private readonly clockMonitor: ClockMonitor,
    private readonly journal: JournalWriter,
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
  async ready(): Promise<ReadinessDto> {
    if (!this.lease.isCurrent(this.clock.nowMs())) {
      throw createProblem('This instance may have missed recent changes.');
    }
    const clock = toClockCheck(await this.#compareClocks());
    const journal = this.#checkJournal();
    const isDegraded = [clock, journal].some(({ status }) => status === 'degraded');
    return {
      status: isDegraded ? 'degraded' : 'ok',
      checks: {
        database: { status: 'ok', detail: 'The database responds.' },
        coherence: { status: 'ok', detail: 'This instance knows every completed change.' },
        journal,
        clock,
      },
    };
  }

  /** Also shows that the database responds. */
  #compareClocks(): Promise<ClockStatus> {
    const timeout = this.clock.sleep(DATABASE_TIMEOUT_MS).then(() => {
      throw createProblem('The database did not respond within 1 s.');
    });
    return Promise.race([this.clockMonitor.check(), timeout]);
  }

  #checkJournal(): HealthCheckDto {
    const { isWriteFailing, pendingCount, lostCount } = this.journal;
    const counts = `${pendingCount} clicks pending, ${lostCount} lost since the start`;
    if (!isWriteFailing) return { status: 'ok', detail: `DATA_DIR can be written: ${counts}.` };
    return { status: 'degraded', detail: `DATA_DIR cannot be written: ${counts}.` };
  }
}

function toClockCheck({ isTrusted, detail }: ClockStatus): HealthCheckDto {
  return { status: isTrusted ? 'ok' : 'degraded', detail };
}

function createProblem(detail: string): Problem {
  return new Problem('database-unavailable', { headers: { 'Retry-After': '1' }, detail });
}
