import { Injectable } from '@nestjs/common';
import { DAY_MS } from '../click/day.js';
import type { Breakdown } from '../click/rollup/breakdown.js';
import { BreakdownCache } from '../click/rollup/breakdown-cache.js';
import { zeroCounts, type ClassCounts } from '../click/rollup/quarter-hours.js';
import type { ClickDay } from '../click/rollup/click-day.entity.js';
import { ClickDayStore, type DayOfClicks } from '../click/rollup/click-day.store.js';
import { toClicksDto } from '../click/clicks.dto.js';
import { DatabaseClock } from '../platform/database/database-clock.js';
import { parsePeriod, toDayRange, type Period } from './period.js';
import { countSteps, sumCounts } from './series.js';
import type { SeriesQueryDto, StatsQueryDto } from './stats-query.dto.js';
import type { StatsDto, StepDto } from './stats.dto.js';
import type { Unit } from './steps.js';
import { canonicalizeZone } from './time-zone.js';

@Injectable()
export class StatsService {
  constructor(
    private readonly days: ClickDayStore,
    private readonly breakdowns: BreakdownCache,
    private readonly clock: DatabaseClock,
  ) {}

  /** @param linkId or `ALL_LINKS`. @throws Problem `validation-failed` for an invalid period. */
  async getStats(linkId: number, query: StatsQueryDto): Promise<StatsDto> {
    const resolved = resolveQuery(query, this.clock.nowMs());
    const days = await this.days.findDays(linkId, toDayRange(resolved.period), ['quarterHours']);
    return toStatsDto(resolved, days, await this.breakdowns.sum(linkId, days));
  }

  /** @throws Problem `validation-failed` for an invalid period. */
  async getSeries(linkId: number, query: SeriesQueryDto): Promise<StepDto[]> {
    const { unit = 'day', timezone = 'UTC' } = query;
    const period = parsePeriod({ ...query, unit, timezone }, this.clock.nowMs());
    const days = await this.days.findDays(linkId, toDayRange(period), ['quarterHours']);
    return toSteps(period, countSteps(period, days));
  }
}

interface ResolvedQuery {
  readonly unit: Unit;
  readonly zone: string;
  readonly top: number;
  readonly period: Period;
}

/** Fills in the defaults. @throws Problem `validation-failed` for an invalid period. */
export function resolveQuery(query: StatsQueryDto, nowMs: number): ResolvedQuery {
  const { unit = 'day', timezone = 'UTC', top = 10 } = query;
  const zone = canonicalizeZone(timezone) ?? timezone;
  return { unit, zone, top, period: parsePeriod({ ...query, unit, timezone: zone }, nowMs) };
}

export type DaySum = DayOfClicks & Pick<ClickDay, 'quarterHours'>;

/** @param days with clicks in the period, in order, and their breakdown. */
export function toStatsDto(
  { unit, zone, top, period }: ResolvedQuery,
  days: readonly DaySum[],
  breakdown: Breakdown,
): StatsDto {
  const series = countSteps(period, days);
  const sum = sumCounts(series);
  return {
    from: new Date(period.fromMs).toISOString(),
    to: new Date(period.toMs).toISOString(),
    unit,
    timezone: zone,
    clicks: { ...toClicksDto(sum), prefetches: sum.prefetches },
    uniqueVisitors: days.reduce((sum, { visitors }) => sum + visitors, 0),
    series: toSteps(period, series),
    ...toBreakdown(period, breakdown, top),
  };
}

function toSteps({ steps }: Period, series: readonly ClassCounts[]): StepDto[] {
  return steps.map(({ start }, index) => ({
    start,
    ...toClicksDto(series[index] ?? zeroCounts()),
  }));
}

type BreakdownFields = Pick<
  StatsDto,
  | 'breakdownFrom'
  | 'breakdownTo'
  | 'referrers'
  | 'countries'
  | 'browsers'
  | 'operatingSystems'
  | 'devices'
>;

function toBreakdown(period: Period, all: Breakdown, top: number): BreakdownFields {
  const [firstDay, lastDay] = toDayRange(period);
  return {
    breakdownFrom: new Date(firstDay * DAY_MS).toISOString(),
    breakdownTo: new Date((lastDay + 1) * DAY_MS).toISOString(),
    referrers: all.top('referrer', top),
    countries: all.top('country', top),
    browsers: all.top('browser', top),
    operatingSystems: all.top('operatingSystem', top),
    devices: all.top('device', top),
  };
}
