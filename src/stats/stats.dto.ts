import { ApiProperty } from '@nestjs/swagger';
import { ClicksDto } from '../click/clicks.dto.js';
import { UNITS, type Unit } from './calendar/steps.js';

export class StatsClicksDto {
  /** Humans and bots together */
  @ApiProperty({ type: 'integer' })
  total: number;

  @ApiProperty({ type: 'integer' })
  humans: number;

  /** Crawlers, link previews, monitors, programs */
  @ApiProperty({ type: 'integer' })
  bots: number;

  /** By browsers that fetched ahead; not in `total` */
  @ApiProperty({ type: 'integer' })
  prefetches: number;
}

export class StepDto {
  /**
   * When it begins, by the clock of the time zone
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
   * `null` where it is not known, `other` for all that is too rare to be kept apart
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

  /** Humans, each counted once for each day of UTC; beyond 1000 a day within about 1 % */
  @ApiProperty({ type: 'integer' })
  uniqueVisitors: number;

  /** Every step, also those without clicks */
  series: StepDto[];

  /** What follows, and `uniqueVisitors`, is about humans on whole days of UTC: from this one */
  @ApiProperty({ format: 'date-time' })
  breakdownFrom: string;

  /** to the one that ends then */
  @ApiProperty({ format: 'date-time' })
  breakdownTo: string;

  /** Hosts that visitors came from */
  referrers: ValueDto[];

  /** By ISO 3166-1, two letters */
  countries: ValueDto[];

  browsers: ValueDto[];

  operatingSystems: ValueDto[];

  devices: ValueDto[];
}

export class LinkCountsDto {
  /** All but the deleted ones */
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
