import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { getMaxStepCount, listSteps, UNITS, type Step, type Unit } from './steps.js';

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const ABOUT_MS = { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS };

function parseAndList(from: string, to: string, unit: Unit, zone: string): Step[] {
  return listSteps(Date.parse(from), Date.parse(to), unit, zone);
}

/** Returns the start and the length in minutes of each step. */
function describeSteps(steps: Step[]): [start: string, minutes: number][] {
  return steps.map(({ start, startMs, endMs }) => [start, (endMs - startMs) / MINUTE_MS]);
}

function getStarts(steps: Step[]): string[] {
  return steps.map(({ start }) => start);
}

describe('a step', () => {
  it('is written in local time with its offset, and +00:00 for UTC', () => {
    expect(
      getStarts(parseAndList('2026-10-31T23:00Z', '2026-11-01T23:00Z', 'day', 'Europe/Berlin')),
    ).toEqual(['2026-11-01T00:00:00+01:00']);
    expect(getStarts(parseAndList('2026-11-01T00:00Z', '2026-11-02T00:00Z', 'day', 'UTC'))).toEqual(
      ['2026-11-01T00:00:00+00:00'],
    );
  });

  it('is whole, even if the range covers only a part of it', () => {
    expect(parseAndList('2026-11-05T12:00Z', '2026-11-05T12:00:00.001Z', 'month', 'UTC')).toEqual([
      {
        startMs: Date.UTC(2026, 10, 1),
        endMs: Date.UTC(2026, 11, 1),
        start: '2026-11-01T00:00:00+00:00',
      },
    ]);
  });

  it.each(UNITS)('does not exist for an empty range (%s)', (unit) => {
    expect(parseAndList('2026-11-05T12:34Z', '2026-11-05T12:34Z', unit, 'UTC')).toEqual([]);
    expect(parseAndList('2026-11-05T12:34Z', '2026-11-05T12:33Z', unit, 'UTC')).toEqual([]);
  });

  it('may be before 1970', () => {
    expect(
      getStarts(parseAndList('1969-12-31T23:30Z', '1970-01-01T00:30Z', 'week', 'UTC')),
    ).toEqual(['1969-12-29T00:00:00+00:00']);
  });
});

describe('an hour', () => {
  it('is not a step if clocks skip it in spring', () => {
    const steps = parseAndList(
      '2026-03-08T06:00Z',
      '2026-03-08T08:00Z',
      'hour',
      'America/New_York',
    );
    expect(describeSteps(steps)).toEqual([
      ['2026-03-08T01:00:00-05:00', 60],
      ['2026-03-08T03:00:00-04:00', 60],
    ]);
  });

  it('is two steps if clocks repeat it in autumn', () => {
    const steps = parseAndList(
      '2026-11-01T04:00Z',
      '2026-11-01T08:00Z',
      'hour',
      'America/New_York',
    );
    expect(describeSteps(steps)).toEqual([
      ['2026-11-01T00:00:00-04:00', 60],
      ['2026-11-01T01:00:00-04:00', 60],
      ['2026-11-01T01:00:00-05:00', 60],
      ['2026-11-01T02:00:00-05:00', 60],
    ]);
  });

  it.each([
    ['Asia/Kolkata', '2026-06-01T05:00:00+05:30', '2026-05-31T23:30Z'],
    ['Asia/Kathmandu', '2026-06-01T05:00:00+05:45', '2026-05-31T23:15Z'],
    ['Australia/Eucla', '2026-06-01T08:00:00+08:45', '2026-05-31T23:15Z'],
    ['Pacific/Chatham', '2026-06-01T12:00:00+12:45', '2026-05-31T23:15Z'],
    ['America/St_Johns', '2026-05-31T21:00:00-02:30', '2026-05-31T23:30Z'],
  ])('starts at full local hours in %s: %s', (zone, start, startInUtc) => {
    const startMs = Date.parse(startInUtc);
    expect(listSteps(startMs, startMs + 1, 'hour', zone)).toEqual([
      { startMs, endMs: startMs + HOUR_MS, start },
    ]);
    expect(getStarts(listSteps(startMs - 1, startMs + HOUR_MS + 1, 'hour', zone))).toHaveLength(3);
  });

  it('ends when the offset of Lord Howe changes by half an hour', () => {
    const zone = 'Australia/Lord_Howe';
    const spring = parseAndList('2026-10-03T14:30Z', '2026-10-03T17:00Z', 'hour', zone);
    expect(describeSteps(spring)).toEqual([
      ['2026-10-04T01:00:00+10:30', 60],
      ['2026-10-04T02:30:00+11:00', 30],
      ['2026-10-04T03:00:00+11:00', 60],
    ]);
    const autumn = parseAndList('2026-04-04T14:00Z', '2026-04-04T16:30Z', 'hour', zone);
    expect(describeSteps(autumn)).toEqual([
      ['2026-04-05T01:00:00+11:00', 60],
      ['2026-04-05T01:30:00+10:30', 30],
      ['2026-04-05T02:00:00+10:30', 60],
    ]);
  });

  it('ends when the offset of Casey changes at a minute past midnight', () => {
    const steps = parseAndList(
      '2020-10-03T16:00Z',
      '2020-10-03T17:00Z',
      'hour',
      'Antarctica/Casey',
    );
    expect(describeSteps(steps)).toEqual([
      ['2020-10-04T00:00:00+08:00', 1],
      ['2020-10-04T03:01:00+11:00', 59],
    ]);
  });
});

describe('a day', () => {
  it('has 23, 24 or 25 hours in New York', () => {
    const zone = 'America/New_York';
    expect(
      describeSteps(parseAndList('2026-03-07T05:00Z', '2026-03-10T04:00Z', 'day', zone)),
    ).toEqual([
      ['2026-03-07T00:00:00-05:00', 24 * 60],
      ['2026-03-08T00:00:00-05:00', 23 * 60],
      ['2026-03-09T00:00:00-04:00', 24 * 60],
    ]);
    expect(
      describeSteps(parseAndList('2026-10-31T04:00Z', '2026-11-03T05:00Z', 'day', zone)),
    ).toEqual([
      ['2026-10-31T00:00:00-04:00', 24 * 60],
      ['2026-11-01T00:00:00-04:00', 25 * 60],
      ['2026-11-02T00:00:00-05:00', 24 * 60],
    ]);
  });

  it.each([
    ['America/Sao_Paulo', '2018-11-04T12:00Z', '2018-11-04T01:00:00-02:00', 23],
    ['America/Asuncion', '2023-10-01T12:00Z', '2023-10-01T01:00:00-03:00', 23],
    ['America/Santiago', '2026-09-06T12:00Z', '2026-09-06T01:00:00-03:00', 23],
    ['America/Havana', '2026-03-08T12:00Z', '2026-03-08T01:00:00-04:00', 23],
    ['Asia/Beirut', '2026-03-29T12:00Z', '2026-03-29T01:00:00+03:00', 23],
    ['Africa/Cairo', '2026-04-24T12:00Z', '2026-04-24T01:00:00+03:00', 23],
  ])('starts at 01:00 in %s when midnight is skipped', (zone, noon, start, hours) => {
    const noonMs = Date.parse(noon);
    expect(describeSteps(listSteps(noonMs, noonMs + 1, 'day', zone))).toEqual([
      [start, hours * 60],
    ]);
  });

  it.each([
    ['America/Havana', '2026-11-01T12:00Z', '2026-11-01T00:00:00-04:00'],
    ['America/Sao_Paulo', '2018-02-17T12:00Z', '2018-02-17T00:00:00-02:00'],
    ['Africa/Cairo', '2026-10-29T12:00Z', '2026-10-29T00:00:00+03:00'],
    ['Asia/Beirut', '2026-10-24T12:00Z', '2026-10-24T00:00:00+03:00'],
  ])('has 25 hours in %s when the hour at midnight is repeated', (zone, noon, start) => {
    const noonMs = Date.parse(noon);
    expect(describeSteps(listSteps(noonMs, noonMs + 1, 'day', zone))).toEqual([[start, 25 * 60]]);
  });

  it('starts only once when clocks go back across midnight', () => {
    const steps = parseAndList('2010-11-07T02:00Z', '2010-11-07T03:00Z', 'day', 'America/St_Johns');
    expect(describeSteps(steps)).toEqual([
      ['2010-11-06T00:00:00-02:30', 24 * 60],
      ['2010-11-07T00:00:00-02:30', 25 * 60],
    ]);
    const repeated = parseAndList(
      '2010-11-07T03:00Z',
      '2010-11-07T03:01Z',
      'day',
      'America/St_Johns',
    );
    expect(getStarts(repeated)).toEqual(['2010-11-07T00:00:00-02:30']);
  });

  it('is not a step if Samoa skipped it', () => {
    const steps = parseAndList('2011-12-29T12:00Z', '2011-12-31T12:00Z', 'day', 'Pacific/Apia');
    expect(describeSteps(steps)).toEqual([
      ['2011-12-29T00:00:00-10:00', 24 * 60],
      ['2011-12-31T00:00:00+14:00', 24 * 60],
      ['2012-01-01T00:00:00+14:00', 24 * 60],
    ]);
  });
});

describe('a week', () => {
  it('starts on Monday, possibly in the previous year', () => {
    const steps = parseAndList('2027-01-01T12:00Z', '2027-01-11T00:00Z', 'week', 'UTC');
    expect(describeSteps(steps)).toEqual([
      ['2026-12-28T00:00:00+00:00', 7 * 24 * 60],
      ['2027-01-04T00:00:00+00:00', 7 * 24 * 60],
    ]);
  });

  it('is an hour shorter in spring', () => {
    const steps = parseAndList('2026-03-29T12:00Z', '2026-03-29T22:00Z', 'week', 'Europe/Berlin');
    expect(describeSteps(steps)).toEqual([['2026-03-23T00:00:00+01:00', (7 * 24 - 1) * 60]]);
  });
});

describe('a month', () => {
  it('has the length of the calendar month', () => {
    const steps = parseAndList('2028-01-31T23:00Z', '2028-03-31T22:00Z', 'month', 'Europe/Berlin');
    expect(describeSteps(steps)).toEqual([
      ['2028-02-01T00:00:00+01:00', 29 * 24 * 60],
      ['2028-03-01T00:00:00+01:00', (31 * 24 - 1) * 60],
    ]);
  });

  it('ends with the year', () => {
    const steps = parseAndList('2026-12-31T23:59Z', '2027-01-01T00:01Z', 'month', 'UTC');
    expect(getStarts(steps)).toEqual(['2026-12-01T00:00:00+00:00', '2027-01-01T00:00:00+00:00']);
  });

  it('has 30 days in Samoa when a day was skipped', () => {
    const steps = parseAndList('2011-12-15T00:00Z', '2011-12-15T01:00Z', 'month', 'Pacific/Apia');
    expect(describeSteps(steps)).toEqual([['2011-12-01T00:00:00-10:00', 30 * 24 * 60]]);
  });
});

interface Range {
  readonly zone: string;
  readonly unit: Unit;
  readonly fromMs: number;
  readonly toMs: number;
}

function toLocal(timeMs: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(timeMs).toZonedDateTimeISO(zone);
}

/** Half of the ranges start shortly before a change of the offset, if the zone has one. */
const ranges: fc.Arbitrary<Range> = fc
  .record({
    zone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
    unit: fc.constantFrom(...UNITS),
    anchorMs: fc.integer({ min: Date.UTC(2016), max: Date.UTC(2035) }),
    nearChange: fc.boolean(),
    stepsBefore: fc.double({ min: 0, max: 5, noNaN: true }),
    stepCount: fc.double({ min: 0.01, max: 30, noNaN: true }),
  })
  .map(({ zone, unit, anchorMs, nearChange, stepsBefore, stepCount }) => {
    const change = nearChange ? toLocal(anchorMs, zone).getTimeZoneTransition('next') : null;
    const untilMs = change?.epochMilliseconds ?? anchorMs;
    const fromMs = Math.round(untilMs - stepsBefore * ABOUT_MS[unit]);
    return { zone, unit, fromMs, toMs: Math.ceil(fromMs + stepCount * ABOUT_MS[unit]) };
  });

function getFirstDate(unit: Unit, date: Temporal.PlainDate): Temporal.PlainDate {
  if (unit === 'month') return date.with({ day: 1 });
  return unit === 'week' ? date.subtract({ days: date.dayOfWeek - 1 }) : date;
}

/** Computes the boundaries of days, weeks and months with Temporal, from the last one not after the range's start. */
function computeDateBoundaries({ zone, unit, fromMs, toMs }: Range): number[] {
  const boundaries: number[] = [];
  let date = getFirstDate(unit, toLocal(fromMs, zone).toPlainDate()).subtract({ [`${unit}s`]: 1 });
  for (let atMs = -Infinity; atMs < toMs; date = date.add({ [`${unit}s`]: 1 })) {
    atMs = date.toZonedDateTime(zone).startOfDay().epochMilliseconds;
    if (atMs <= fromMs) boundaries.length = 0;
    boundaries.push(atMs);
  }
  return [...new Set(boundaries)];
}

function listChanges({ zone, fromMs, toMs }: Range): number[] {
  const changes: number[] = [];
  let next = toLocal(fromMs, zone).getTimeZoneTransition('next');
  for (; next !== null && next.epochMilliseconds < toMs; next = next.getTimeZoneTransition('next'))
    changes.push(next.epochMilliseconds);
  return changes;
}

/** Computes the quarters of an hour at which local time is a full hour, and the changes of the offset. */
function computeHourBoundaries(range: Range): number[] {
  const fromMs = Math.floor(range.fromMs / HOUR_MS - 1) * HOUR_MS;
  const toMs = range.toMs + 2 * HOUR_MS;
  const boundaries = listChanges({ ...range, fromMs, toMs });
  for (let atMs = fromMs; atMs < toMs; atMs += QUARTER_MS)
    if (toLocal(atMs, range.zone).minute === 0) boundaries.push(atMs);
  const sorted = [...new Set(boundaries)].sort((one, other) => one - other);
  const first = sorted.findLastIndex((atMs) => atMs <= range.fromMs);
  const last = sorted.findIndex((atMs) => atMs >= range.toMs);
  return sorted.slice(first, last + 1);
}

describe(listSteps.name, () => {
  it('has the same boundaries as Temporal', () => {
    fc.assert(
      fc.property(ranges, (range) => {
        const steps = listSteps(range.fromMs, range.toMs, range.unit, range.zone);
        const expected =
          range.unit === 'hour' ? computeHourBoundaries(range) : computeDateBoundaries(range);
        const boundaries = [...steps.map(({ startMs }) => startMs), steps.at(-1)?.endMs];
        expect(boundaries).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  it('covers the range with contiguous steps that are not empty', () => {
    fc.assert(
      fc.property(ranges, ({ zone, unit, fromMs, toMs }) => {
        const steps = listSteps(fromMs, toMs, unit, zone);
        expect(steps[0]?.startMs).toBeLessThanOrEqual(fromMs);
        expect(steps[0]?.endMs).toBeGreaterThan(fromMs);
        expect(steps.at(-1)?.startMs).toBeLessThan(toMs);
        expect(steps.at(-1)?.endMs).toBeGreaterThanOrEqual(toMs);
        for (const [index, { startMs, endMs }] of steps.entries()) {
          expect(endMs).toBeGreaterThan(startMs);
          expect(steps[index + 1]?.startMs ?? endMs).toBe(endMs);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('formats starts as Temporal does', () => {
    fc.assert(
      fc.property(ranges, ({ zone, unit, fromMs, toMs }) => {
        for (const { startMs, start } of listSteps(fromMs, toMs, unit, zone))
          expect(start).toBe(toLocal(startMs, zone).toString({ timeZoneName: 'never' }));
      }),
      { numRuns: 100 },
    );
  });

  it('returns the same steps for a part of a range', () => {
    fc.assert(
      fc.property(ranges, fc.double({ min: 0, max: 1, noNaN: true }), (range, part) => {
        const { zone, unit, fromMs, toMs } = range;
        const middleMs = Math.round(fromMs + part * (toMs - fromMs));
        const inPart = listSteps(fromMs, middleMs, unit, zone);
        expect(listSteps(fromMs, toMs, unit, zone).slice(0, inPart.length)).toEqual(inPart);
      }),
      { numRuns: 100 },
    );
  });
});

describe(getMaxStepCount.name, () => {
  it('is never less than the number of steps', () => {
    fc.assert(
      fc.property(ranges, ({ zone, unit, fromMs, toMs }) => {
        const steps = listSteps(fromMs, toMs, unit, zone);
        expect(getMaxStepCount(fromMs, toMs, unit)).toBeGreaterThanOrEqual(steps.length);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['hour', 'Australia/Lord_Howe', 87_682, 87_762],
    ['day', 'America/New_York', 3654, 3655],
    ['week', 'Europe/Berlin', 523, 524],
    ['month', 'Pacific/Apia', 121, 124],
  ] as const)('is close to it for ten years (%s, %s)', (unit, zone, steps, most) => {
    const [fromMs, toMs] = [Date.UTC(2016), Date.UTC(2026)];
    expect(listSteps(fromMs, toMs, unit, zone)).toHaveLength(steps);
    expect(getMaxStepCount(fromMs, toMs, unit)).toBe(most);
  });
});
