import {
  addDays,
  countDays,
  toDayRange,
  toPeriodQuery,
  unitFor,
  type Period,
  type PeriodQuery,
  type Unit,
} from '../../period.js';
import { place, replacePlace, toHref } from '../../route.js';
import { currentZone, PERIODS, settings, type PeriodName } from '../../settings.js';

/** About how many days each step has. */
const UNIT_DAYS: Readonly<Record<Unit, number>> = { hour: 1 / 24, day: 1, week: 7, month: 30.4 };
const MAX_BARS = 200;

/** What the address of a page says about its statistics. */
export interface PeriodChoice {
  readonly period: Period;
  readonly unit: Unit;
  /** The steps with which the period has at most 200 bars. */
  readonly units: readonly Unit[];
  readonly query: PeriodQuery;
  /** The period of the same length before it; all time has none. */
  readonly before: PeriodQuery | undefined;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** @param first the instant at which all time begins. */
export function readPeriodChoice(first: string): PeriodChoice {
  const { query: parameters } = place.value;
  const period = parsePeriod(parameters);
  const zone = currentZone();
  const range = toDayRange(period, zone, first);
  const days = countDays(range.from, range.to);
  const units = unitsFor(days);
  const unit = units.find((unit) => unit === parameters.get('unit')) ?? unitFor(days);
  const dayBefore = addDays(range.from, -1);
  const before = { from: addDays(dayBefore, 1 - days), to: dayBefore };
  return {
    period,
    unit,
    units,
    query: { ...toPeriodQuery(range, zone, first), unit },
    before: period === 'all' ? undefined : { ...toPeriodQuery(before, zone, first), unit },
  };
}

export function writePeriodChoice(period: Period, unit?: Unit): void {
  const { from, to } = typeof period === 'string' ? { from: '', to: '' } : period;
  const name = typeof period === 'string' ? period : '';
  replacePlace(toHref(place.value.path, { period: name, from, to, unit: unit ?? '' }));
}

/** The steps of which a period has at least one and at most 200. */
export function unitsFor(days: number): Unit[] {
  const units = (Object.keys(UNIT_DAYS) as Unit[]).filter((unit) => {
    const bars = days / UNIT_DAYS[unit];
    return bars <= MAX_BARS && bars >= 1;
  });
  return units.length === 0 ? [unitFor(days)] : units;
}

function parsePeriod(parameters: URLSearchParams): Period {
  const [from, to] = [parameters.get('from') ?? '', parameters.get('to') ?? ''];
  if (DAY.test(from) && DAY.test(to) && from <= to) return { from, to };
  const name = parameters.get('period');
  return PERIODS.find((period): period is PeriodName => period === name) ?? settings.value.period;
}
