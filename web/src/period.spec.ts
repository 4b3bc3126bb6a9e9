import { describe, expect, it } from '@jest/globals';
import { countDays, toDayRange, toPeriodQuery, unitFor } from './period.js';

const NOW = Date.parse('2026-11-01T23:30:00.000Z');
const FIRST = '2024-02-28T23:30:00.000Z';

describe(toDayRange.name, () => {
  it('ends with the day of the zone', () => {
    expect(toDayRange('today', 'UTC', FIRST, NOW)).toEqual({
      from: '2026-11-01',
      to: '2026-11-01',
    });
    expect(toDayRange('7d', 'Europe/Berlin', FIRST, NOW)).toEqual({
      from: '2026-10-27',
      to: '2026-11-02',
    });
    expect(toDayRange('all', 'Europe/Berlin', FIRST, NOW).from).toBe('2024-02-29');
  });
});

describe(toPeriodQuery.name, () => {
  it('begins and ends at midnights of the zone, also across a change of the clock', () => {
    expect(toPeriodQuery('30d', 'Europe/Berlin', FIRST, NOW)).toEqual({
      from: '2026-10-03T22:00:00.000Z',
      to: '2026-11-02T23:00:00.000Z',
      unit: 'day',
      timezone: 'Europe/Berlin',
    });
  });

  it('takes chosen days as they are', () => {
    const days = { from: '2026-03-01', to: '2026-03-31' };
    expect(toPeriodQuery(days, 'America/New_York', FIRST, NOW)).toMatchObject({
      from: '2026-03-01T05:00:00.000Z',
      to: '2026-04-01T04:00:00.000Z',
    });
  });
});

describe(unitFor.name, () => {
  it.each([
    [1, 'hour'],
    [7, 'hour'],
    [8, 'day'],
    [180, 'day'],
    [181, 'week'],
    [1098, 'week'],
    [1099, 'month'],
  ])('%i days have steps of a %s', (days, unit) => {
    expect(unitFor(days)).toBe(unit);
  });

  it('counts both ends', () => {
    expect(countDays('2026-03-01', '2026-03-31')).toBe(31);
  });
});
