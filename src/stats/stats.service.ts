import { Injectable } from '@nestjs/common';
import { dayOf, DAY_MS } from '../click/day.js';
import { Breakdown } from '../click/roll-up/breakdown.js';
import { noCounts, type ClassCounts } from '../click/roll-up/class-counts.js';
import { ClickDayStore, type DayOfClicks } from '../click/roll-up/click-day.store.js';
import { toClicksDto } from '../link/clicks.dto.js';
import { canonicalZone } from './calendar/time-zone.js';
import { periodOf, type Period } from './period.js';
import { seriesOf, sumOf } from './series.js';
import type { SeriesQueryDto, StatsQueryDto } from './stats-query.dto.js';
import type { StatsDto, StepDto } from './stats.dto.js';

/** Puts statistics together from the sums of days. */
@Injectable()
export class StatsService {
  constructor(private readonly days: ClickDayStore) {}

  /**
   * Of one link, or of all.
   * @throws Problem `validation-failed` for a period that cannot be.
   */
  async of(linkId: number, query: StatsQueryDto): Promise<StatsDto> {
    const { unit = 'day', timezone = 'UTC', top = 10 } = query;
    const zone = canonicalZone(timezone) ?? timezone;
    const period = periodOf({ ...query, unit, timezone: zone }, Date.now());
    const days = await this.#daysIn(linkId, period);
    const series = seriesOf(period, days);
    return {
      from: new Date(period.fromMs).toISOString(),
      to: new Date(period.toMs).toISOString(),
      unit,
      timezone: zone,
      clicks: { ...toClicksDto(sumOf(series)), prefetches: sumOf(series).prefetches },
      uniqueVisitors: days.reduce((sum, { visitors }) => sum + visitors, 0),
      series: toSteps(period, series),
      ...breakdownOf(period, days, top),
    };
  }

  /** @throws Problem `validation-failed`. */
  async seriesOf(linkId: number, query: SeriesQueryDto): Promise<StepDto[]> {
    const { unit = 'day', timezone = 'UTC' } = query;
    const period = periodOf({ ...query, unit, timezone }, Date.now());
    return toSteps(period, seriesOf(period, await this.#daysIn(linkId, period)));
  }

  #daysIn(linkId: number, { fromMs, toMs }: Period): Promise<DayOfClicks[]> {
    return this.days.daysOf(linkId, dayOf(fromMs), dayOf(toMs - 1));
  }
}

function toSteps({ steps }: Period, series: readonly ClassCounts[]): StepDto[] {
  return steps.map(({ start }, index) => ({
    start,
    ...toClicksDto(series[index] ?? noCounts()),
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

function breakdownOf(
  { fromMs, toMs }: Period,
  days: readonly DayOfClicks[],
  top: number,
): BreakdownFields {
  const all = new Breakdown();
  for (const { breakdown } of days) all.merge(Breakdown.parse(breakdown));
  return {
    breakdownFrom: new Date(dayOf(fromMs) * DAY_MS).toISOString(),
    breakdownTo: new Date((dayOf(toMs - 1) + 1) * DAY_MS).toISOString(),
    referrers: all.top('referrer', top),
    countries: all.top('country', top),
    browsers: all.top('browser', top),
    operatingSystems: all.top('operatingSystem', top),
    devices: all.top('device', top),
  };
}
