import { ApiProperty } from '@nestjs/swagger';

export class HealthDto {
  /** @example ok */
  status: string;
}

const STATUSES = ['ok', 'degraded'] as const;

type HealthStatus = (typeof STATUSES)[number];

export class HealthCheckDto {
  @ApiProperty({ enum: STATUSES })
  status: HealthStatus;

  /** @example The database responds. */
  detail: string;
}

export class HealthChecksDto {
  database: HealthCheckDto;

  /** Whether the instance knows every change of links and API keys. */
  coherence: HealthCheckDto;

  /** Whether clicks can be written to DATA_DIR. */
  journal: HealthCheckDto;

  /** Whether the clocks of the instance and of the database are right, as far as they show. */
  clock: HealthCheckDto;
}

export class ReadinessDto {
  /** `degraded` if a check is; the instance then serves requests all the same. */
  @ApiProperty({ enum: STATUSES })
  status: HealthStatus;

  checks: HealthChecksDto;
}
