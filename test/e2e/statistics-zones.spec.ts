import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { ClickDay } from '../../src/click/rollup/click-day.entity.js';
import { Link } from '../../src/link/link.entity.js';
import { openDataSource } from '../support/data-source.js';
import { describeOnEachDatabase, makeSqlite } from '../support/databases.js';
import { sharedInstance, type Shared } from '../support/instance-fixture.js';
import { seedClicks, statsOf, type ClicksAt } from '../support/statistics.js';

const AUTUMN: readonly ClicksAt[] = [
  ['2026-10-24T21:45Z', 32],
  ['2026-10-24T22:15Z', 1],
  ['2026-10-25T00:45Z', 2],
  ['2026-10-25T01:00Z', 4],
  ['2026-10-25T01:45Z', 8],
  ['2026-10-25T03:45Z', 16],
  ['2026-10-25T22:45Z', 64],
  ['2026-10-25T23:00Z', 128],
];
const SPRING: readonly ClicksAt[] = [
  ['2026-03-28T22:45Z', 1],
  ['2026-03-28T23:00Z', 2],
  ['2026-03-29T00:45Z', 4],
  ['2026-03-29T01:00Z', 8],
  ['2026-03-29T21:45Z', 16],
  ['2026-03-29T22:00Z', 32],
];
const JUNE: readonly ClicksAt[] = [
  ['2026-06-09T18:00Z', 1],
  ['2026-06-09T18:15Z', 2],
  ['2026-06-09T18:30Z', 4],
  ['2026-06-10T18:00Z', 8],
  ['2026-06-10T18:15Z', 16],
  ['2026-06-10T18:30Z', 32],
];
/** Daylight saving time on Lord Howe Island shifts clocks by half an hour. */
const LORD_HOWE: readonly ClicksAt[] = [
  ['2026-04-04T13:00Z', 1],
  ['2026-04-04T14:45Z', 2],
  ['2026-04-04T15:00Z', 4],
  ['2026-04-04T15:15Z', 8],
  ['2026-04-04T15:30Z', 16],
  ['2026-10-03T15:15Z', 32],
  ['2026-10-03T15:30Z', 64],
  ['2026-10-03T16:00Z', 128],
];

interface Case {
  readonly clicks: readonly ClicksAt[];
  readonly query: string;
  readonly steps: readonly (readonly [start: string, total: number])[];
}

const CASES: Readonly<Record<string, Case>> = {
  'hours of a night with a repeated hour': {
    clicks: AUTUMN,
    query:
      'timezone=Europe/Berlin&unit=hour&from=2026-10-25T00:00:00%2B02:00&to=2026-10-25T05:00:00%2B01:00',
    steps: [
      ['2026-10-25T00:00:00+02:00', 1],
      ['2026-10-25T01:00:00+02:00', 0],
      ['2026-10-25T02:00:00+02:00', 2],
      ['2026-10-25T02:00:00+01:00', 12],
      ['2026-10-25T03:00:00+01:00', 0],
      ['2026-10-25T04:00:00+01:00', 16],
    ],
  },
  'days, one of 25 hours': {
    clicks: AUTUMN,
    query: 'timezone=Europe/Berlin&from=2026-10-23T22:00:00Z&to=2026-10-27T23:00:00Z',
    steps: [
      ['2026-10-24T00:00:00+02:00', 32],
      ['2026-10-25T00:00:00+02:00', 95],
      ['2026-10-26T00:00:00+01:00', 128],
      ['2026-10-27T00:00:00+01:00', 0],
    ],
  },
  'weeks that start on Monday': {
    clicks: AUTUMN,
    query: 'timezone=Europe/Berlin&unit=week&from=2026-10-12T00:00:00Z&to=2026-11-01T12:00:00Z',
    steps: [
      ['2026-10-12T00:00:00+02:00', 0],
      ['2026-10-19T00:00:00+02:00', 127],
      ['2026-10-26T00:00:00+01:00', 128],
    ],
  },
  'months before and after a change of the offset': {
    clicks: AUTUMN,
    query: 'timezone=Europe/Berlin&unit=month&from=2026-09-30T22:00:00Z&to=2026-11-30T23:00:00Z',
    steps: [
      ['2026-10-01T00:00:00+02:00', 255],
      ['2026-11-01T00:00:00+01:00', 0],
    ],
  },
  'hours of a night with a skipped hour': {
    clicks: SPRING,
    query:
      'timezone=Europe/Berlin&unit=hour&from=2026-03-29T00:00:00%2B01:00&to=2026-03-29T05:00:00%2B02:00',
    steps: [
      ['2026-03-29T00:00:00+01:00', 2],
      ['2026-03-29T01:00:00+01:00', 4],
      ['2026-03-29T03:00:00+02:00', 8],
      ['2026-03-29T04:00:00+02:00', 0],
    ],
  },
  'days, one of 23 hours': {
    clicks: SPRING,
    query: 'timezone=Europe/Berlin&from=2026-03-27T23:00:00Z&to=2026-03-30T22:00:00Z',
    steps: [
      ['2026-03-28T00:00:00+01:00', 1],
      ['2026-03-29T00:00:00+01:00', 30],
      ['2026-03-30T00:00:00+02:00', 32],
    ],
  },
  'days in a zone with an offset of 45 minutes': {
    clicks: JUNE,
    query: 'timezone=Asia/Kathmandu&from=2026-06-08T18:15:00Z&to=2026-06-11T18:15:00Z',
    steps: [
      ['2026-06-09T00:00:00+05:45', 1],
      ['2026-06-10T00:00:00+05:45', 14],
      ['2026-06-11T00:00:00+05:45', 48],
    ],
  },
  'hours in a zone with an offset of 45 minutes': {
    clicks: JUNE,
    query: 'timezone=Asia/Kathmandu&unit=hour&from=2026-06-09T17:15:00Z&to=2026-06-09T20:15:00Z',
    steps: [
      ['2026-06-09T23:00:00+05:45', 1],
      ['2026-06-10T00:00:00+05:45', 6],
      ['2026-06-10T01:00:00+05:45', 0],
    ],
  },
  'days in a zone with an offset of 30 minutes': {
    clicks: JUNE,
    query: 'timezone=Asia/Kolkata&from=2026-06-09T18:30:00Z&to=2026-06-11T18:30:00Z',
    steps: [
      ['2026-06-10T00:00:00+05:30', 28],
      ['2026-06-11T00:00:00+05:30', 32],
    ],
  },
  'hours of a night with a repeated half hour': {
    clicks: LORD_HOWE,
    query:
      'timezone=Australia/Lord_Howe&unit=hour&from=2026-04-04T13:00:00Z&to=2026-04-04T16:30:00Z',
    steps: [
      ['2026-04-05T00:00:00+11:00', 1],
      ['2026-04-05T01:00:00+11:00', 2],
      ['2026-04-05T01:30:00+10:30', 12],
      ['2026-04-05T02:00:00+10:30', 16],
    ],
  },
  'hours of a night with a skipped half hour': {
    clicks: LORD_HOWE,
    query:
      'timezone=Australia/Lord_Howe&unit=hour&from=2026-10-03T14:30:00Z&to=2026-10-03T17:00:00Z',
    steps: [
      ['2026-10-04T01:00:00+10:30', 32],
      ['2026-10-04T02:30:00+11:00', 64],
      ['2026-10-04T03:00:00+11:00', 128],
    ],
  },
  'a step that the period covers in part': {
    clicks: AUTUMN,
    query: 'timezone=Europe/Berlin&from=2026-10-25T00:46:00Z&to=2026-10-25T22:50:00Z',
    steps: [['2026-10-25T00:00:00+02:00', 94]],
  },
};

/** Returns a function that creates a link with clicks of other days. */
function setUpSeeding(running: Shared): (clicks: readonly ClicksAt[]) => Promise<string> {
  let dataSource: DataSource;
  beforeAll(async () => {
    dataSource = await openDataSource(running.database, [ClickDay, Link]);
  });
  afterAll(() => dataSource.destroy());
  return async (clicks) => {
    const { key } = await running.api.create({ url: 'https://example.com/' });
    await seedClicks(dataSource, key, clicks);
    return key;
  };
}

/** The steps do not depend on the database. */
describe('statistics in a time zone', () => {
  const running = sharedInstance(makeSqlite);
  const createWithClicks = setUpSeeding(running);

  it.each(Object.entries(CASES))('have %s', async (_name, { clicks, query, steps }) => {
    const key = await createWithClicks(clicks);
    const { series, clicks: sum } = await statsOf(running.api, key, `?${query}`);
    expect(series).toEqual(
      steps.map(([start, total]) => ({ start, total, humans: total, bots: 0 })),
    );
    expect(sum.total).toBe(steps.reduce((expected, [, total]) => expected + total, 0));
  });
});

describeOnEachDatabase('statistics of a period', (make) => {
  const running = sharedInstance(make);
  const createWithClicks = setUpSeeding(running);

  it('count each class in each step', async () => {
    const key = await createWithClicks([
      ['2026-06-09T12:00Z', 1, 2, 4],
      ['2026-06-10T12:00Z', 8, 16, 32],
    ]);
    const query = '?timezone=Asia/Tokyo&from=2026-06-08T15:00:00Z&to=2026-06-10T15:00:00Z';
    expect(await statsOf(running.api, key, query)).toMatchObject({
      clicks: { total: 27, humans: 9, bots: 18, prefetches: 36 },
      series: [
        { start: '2026-06-09T00:00:00+09:00', total: 3, humans: 1, bots: 2 },
        { start: '2026-06-10T00:00:00+09:00', total: 24, humans: 8, bots: 16 },
      ],
    });
  });

  it('have the UTC days of breakdowns and visitors', async () => {
    const key = await createWithClicks(AUTUMN);
    const query = '?timezone=Europe/Berlin&from=2026-10-24T22:00:00Z&to=2026-10-24T23:00:00Z';
    expect(await statsOf(running.api, key, query)).toMatchObject({
      clicks: { total: 1 },
      breakdownFrom: '2026-10-24T00:00:00.000Z',
      breakdownTo: '2026-10-25T00:00:00.000Z',
      uniqueVisitors: 33,
      referrers: [{ value: '2026-10-24.example', clicks: 33 }],
    });
    expect(await statsOf(running.api, key, query.replace('24T23:00', '25T00:15'))).toMatchObject({
      breakdownTo: '2026-10-26T00:00:00.000Z',
      uniqueVisitors: 255,
      referrers: [
        { value: '2026-10-25.example', clicks: 222 },
        { value: '2026-10-24.example', clicks: 33 },
      ],
    });
  });

  it('extend the period to whole quarter hours, and return it', async () => {
    const key = await createWithClicks(AUTUMN);
    const query = '?from=2026-10-25T00:46:00Z&to=2026-10-25T01:45:00.001Z';
    expect(await statsOf(running.api, key, query)).toMatchObject({
      from: '2026-10-25T00:45:00.000Z',
      to: '2026-10-25T02:00:00.000Z',
      clicks: { total: 14 },
    });
  });
});
