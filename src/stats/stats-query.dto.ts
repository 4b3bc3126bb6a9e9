import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsTimestamp } from '../platform/http/field-validators.js';
import { UNITS, type Unit } from './calendar/steps.js';
import { IsTimeZone } from './is-time-zone.js';

const MAX_VALUES = 100;

/** Which time statistics are about. */
class PeriodDto {
  /**
   * Clicks since this time, to a quarter of an hour; by default of the last 30 days
   * @example 2026-11-01T00:00:00.000Z
   */
  @IsOptional()
  @ApiPropertyOptional({ format: 'date-time' })
  @IsTimestamp()
  from?: string;

  /**
   * Clicks before this time, to a quarter of an hour; by default until now
   * @example 2026-12-01T00:00:00.000Z
   */
  @IsOptional()
  @ApiPropertyOptional({ format: 'date-time' })
  @IsTimestamp()
  to?: string;
}

export class SeriesQueryDto extends PeriodDto {
  /** The steps of the series; weeks begin on Monday */
  @IsOptional()
  @IsIn(UNITS)
  unit?: Unit = 'day';

  /**
   * Whose hours, days, weeks and months: a name of the IANA time zone database
   * @example Europe/Berlin
   */
  @IsOptional()
  @IsTimeZone()
  timezone?: string = 'UTC';
}

export class StatsQueryDto extends SeriesQueryDto {
  /** How many values of each breakdown */
  @IsOptional()
  @ApiProperty({ type: 'integer' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_VALUES)
  top?: number = 10;
}

export class TopLinksQueryDto extends PeriodDto {
  /** How many links */
  @IsOptional()
  @ApiProperty({ type: 'integer' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_VALUES)
  limit?: number = 10;
}
