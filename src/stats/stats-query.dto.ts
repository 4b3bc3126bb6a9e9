import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsText, IsTimestamp } from '../platform/http/field-validators.js';
import { UNITS, type Unit } from './steps.js';
import { IsTimeZone } from './time-zone.js';

const MAX_VALUES = 100;

class PeriodDto {
  /**
   * Start of the period, rounded down to a quarter of an hour; default: 30 days before `to`
   * @example 2026-11-01T00:00:00.000Z
   */
  @IsOptional()
  @ApiPropertyOptional({ format: 'date-time' })
  @IsTimestamp()
  from?: string;

  /**
   * End of the period, rounded up to a quarter of an hour; default: now
   * @example 2026-12-01T00:00:00.000Z
   */
  @IsOptional()
  @ApiPropertyOptional({ format: 'date-time' })
  @IsTimestamp()
  to?: string;
}

export class SeriesQueryDto extends PeriodDto {
  /** Length of the steps of the series; weeks start on Monday */
  @IsOptional()
  @IsIn(UNITS)
  unit?: Unit = 'day';

  /**
   * IANA time zone of the hours, days, weeks and months
   * @example Europe/Berlin
   */
  @IsOptional()
  @IsTimeZone()
  timezone?: string = 'UTC';
}

export class StatsQueryDto extends SeriesQueryDto {
  /** Maximum number of values in each breakdown */
  @IsOptional()
  @ApiProperty({ type: 'integer' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_VALUES)
  top?: number = 10;
}

export class TagNameDto {
  @IsText(64, { form: 'NFC' })
  tag: string;
}

export class TopLinksQueryDto extends PeriodDto {
  /** Maximum number of links */
  @IsOptional()
  @ApiProperty({ type: 'integer' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_VALUES)
  limit?: number = 10;
}
