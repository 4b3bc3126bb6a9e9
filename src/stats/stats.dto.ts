import { ApiProperty } from '@nestjs/swagger';
import { ClicksDto } from '../click/clicks.dto.js';
import { UNITS, type Unit } from './steps.js';

export class StatsClicksDto {
  /** Clicks of humans and bots together */
  @ApiProperty({ type: 'integer' })
  total: number;

  @ApiProperty({ type: 'integer' })
  humans: number;

  /** Clicks of crawlers, link previews, monitors and programs */
  @ApiProperty({ type: 'integer' })
  bots: number;

  /** Redirects that a browser prefetched; not part of `total` */
  @ApiProperty({ type: 'integer' })
  prefetches: number;
}

export class StepDto {
  /**
   * Start of the step, in local time of the time zone with its offset
   * @example 2026-11-01T00:00:00+01:00
   */
  @ApiProperty({ format: 'date-time' })
  start: string;

  @ApiProperty({ type: 'integer' })
  total: number;

  @ApiProperty({ type: 'integer' })
  humans: number;

  @ApiProperty({ type: 'integer' })
  bots: number;
}

export class ValueDto {
  /**
   * `null` if unknown; `other` for all values that are too rare to be listed
   * @example example.com
   */
  @ApiProperty({ type: String, nullable: true })
  value: string | null;

  @ApiProperty({ type: 'integer' })
  clicks: number;
}

export class StatsDto {
  @ApiProperty({ format: 'date-time' })
  from: string;

  @ApiProperty({ format: 'date-time' })
  to: string;

  @ApiProperty({ enum: UNITS })
  unit: Unit;

  /** @example Europe/Berlin */
  timezone: string;

  clicks: StatsClicksDto;

  /** Human visitors, each counted once per UTC day; above 1000 a day, accurate to about 1 % */
  @ApiProperty({ type: 'integer' })
  uniqueVisitors: number;

  /** Every step of the period, including steps without clicks */
  series: StepDto[];

  /** Start of the first UTC day of the breakdowns and `uniqueVisitors`, which count humans on whole UTC days */
  @ApiProperty({ format: 'date-time' })
  breakdownFrom: string;

  /** End of the last UTC day of the breakdowns and `uniqueVisitors` */
  @ApiProperty({ format: 'date-time' })
  breakdownTo: string;

  /** Hosts of the pages that visitors came from */
  referrers: ValueDto[];

  /** Two-letter country codes of ISO 3166-1 */
  countries: ValueDto[];

  browsers: ValueDto[];

  operatingSystems: ValueDto[];

  devices: ValueDto[];
}

export class LinkCountsDto {
  /** All links except deleted ones */
  @ApiProperty({ type: 'integer' })
  total: number;

  @ApiProperty({ type: 'integer' })
  active: number;

  @ApiProperty({ type: 'integer' })
  disabled: number;

  @ApiProperty({ type: 'integer' })
  expired: number;

  @ApiProperty({ type: 'integer' })
  deleted: number;
}

export class AdminStatsDto extends StatsDto {
  links: LinkCountsDto;
}

export class TopLinkDto {
  /** @example aZ3kP9x */
  key: string;

  /** @example https://example.com/a?b=c */
  url: string;

  clicks: ClicksDto;
}

export class TopLinksDto {
  items: TopLinkDto[];
}
