import { beforeAll, describe, expect, it } from '@jest/globals';
import { makeSqlite } from '../support/databases.js';
import { sharedInstance } from '../support/instance-fixture.js';

const TEN_YEARS_AND_MORE = 'from=2016-01-01T00:00:00Z&to=2026-06-01T00:00:00Z';
const TWO_YEARS = 'from=2024-01-01T00:00:00Z&to=2026-01-01T00:00:00Z';

const PERIODS: readonly (readonly [query: string, pointer: string])[] = [
  ['from=2026-06-01T00:00:00Z&to=2026-06-01T00:00:00Z', '?from'],
  ['from=2026-06-02T00:00:00Z&to=2026-06-01T00:00:00Z', '?from'],
  ['from=2999-01-01T00:00:00Z', '?from'],
  [TEN_YEARS_AND_MORE, '?from'],
  ['from=1970-01-01T00:00:00Z', '?from'],
  ['from=2026-06-01', '?from'],
  ['from=2026-06-01T00:00:00', '?from'],
  ['from=2026-02-30T00:00:00Z', '?from'],
  ['from=2026-06-01T24:01:00Z', '?from'],
  ['from=1969-12-31T23:59:59Z', '?from'],
  ['from=yesterday', '?from'],
  ['from=', '?from'],
  ['from=1780272000000', '?from'],
  ['to=%00', '?to'],
  ['to=-271821-04-20T00:00:00Z', '?to'],
  ['to=%2B010000-01-01T00:00:00Z', '?to'],
  ['to=9999-12-31T23:59:59-14:00', '?to'],
  ['to=9999-12-30T00:00:00.001Z', '?to'],
  ['to=9999-12-31T23:59:59.999Z', '?to'],
  ['from=2026-06-01T00:00:00Z&from=2026-06-02T00:00:00Z', '?from'],
  ['to=2026-06-01T00:00:00Z&to=2026-06-02T00:00:00Z', '?to'],
  ['form=2026-06-01T00:00:00Z', '?form'],
];

const STEPS: readonly (readonly [query: string, pointer: string])[] = [
  [`${TWO_YEARS}&unit=hour`, '?unit'],
  [`${TWO_YEARS}&unit=hour&timezone=Australia/Lord_Howe`, '?unit'],
  ['unit=year', '?unit'],
  ['unit=DAY', '?unit'],
  ['unit=', '?unit'],
  ['unit=day&unit=hour', '?unit'],
  ['unit=day&unit=day', '?unit'],
  ['timezone=Europe/Atlantis', '?timezone'],
  ['timezone=%2B01:00', '?timezone'],
  ['timezone=-03', '?timezone'],
  ['timezone=UTC%2B1', '?timezone'],
  ['timezone=', '?timezone'],
  ['timezone=UTC&timezone=UTC', '?timezone'],
  ['timezone=__proto__', '?timezone'],
  ['timeZone=UTC', '?timeZone'],
];

const TOPS: readonly (readonly [query: string, pointer: string])[] = [
  ...['0', '101', '-1', '1.5', 'abc', '', 'NaN', 'Infinity'].map(
    (value) => [`top=${value}`, '?top'] as const,
  ),
  ['top=5&top=5', '?top'],
  ['top[]=5', '?top[]'],
];

describe('a request for statistics', () => {
  const running = sharedInstance(makeSqlite);
  beforeAll(() => running.api.create({ url: 'https://example.com/', alias: 'asked-for' }));
  const read = (path: string, query: string) => running.api.call('get', `/api/v1/${path}?${query}`);

  it.each([
    ['links/asked-for/stats', [...PERIODS, ...STEPS, ...TOPS]],
    ['links/asked-for/stats.csv', [...PERIODS, ...STEPS, ['top=5', '?top']]],
    ['admin/stats', [...PERIODS, ...STEPS, ...TOPS]],
    ['admin/stats/top-links', [...PERIODS, ['unit=day', '?unit'], ['limit=101', '?limit']]],
  ] as const)('is rejected with the name of an invalid parameter (%s)', async (path, queries) => {
    for (const [query, pointer] of queries) {
      const { status, body } = await read(path, query);
      expect([query, status, body.type, body.errors?.[0]?.pointer]).toEqual([
        query,
        400,
        'urn:shortcore:problem:validation-failed',
        pointer,
      ]);
    }
  });

  it('is rejected with all invalid parameters at once', async () => {
    const { body } = await read('links/asked-for/stats', 'from=x&to=y&unit=z&timezone=0&top=0&a=b');
    const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(new Set(pointers)).toEqual(
      new Set(['?from', '?to', '?unit', '?timezone', '?top', '?a']),
    );
  });

  it.each([
    ['from=2016-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', 3653],
    [`${TWO_YEARS}&unit=month`, 24],
    ['from=2025-01-01T00:00:00Z&to=2026-01-01T00:00:00Z&unit=hour', 8760],
    ['from=2026-06-01T00:00:00.123456789Z&to=2026-06-02T02:00:00%2B02:00', 1],
    ['to=1970-01-02T00:00:00Z', 1],
    ['from=1970-01-01T00:00:00Z&to=1970-01-01T00:00:00.001Z&timezone=America/New_York', 1],
    ['from=2999-01-01T00:00:00Z&to=2999-01-03T00:00:00Z', 2],
    ['from=9999-12-29T00:00:00Z&to=9999-12-30T00:00:00Z', 1],
    ['from=9999-12-29T00:00:00Z&to=9999-12-30T00:00:00Z&unit=hour&timezone=Asia/Tokyo', 24],
    ['to=9999-12-30T00:00:00Z&unit=month&timezone=Etc/GMT-14', 1],
    ['to=9999-12-30T00:00:00Z', 30],
  ] as const)('accepts limits: %s', async (query, stepCount) => {
    const { status, body } = await read('links/asked-for/stats', query);
    expect([status, body.series?.length]).toEqual([200, stepCount]);
    for (const { start } of body.series) {
      expect(start).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
    }
    for (const time of [body.from, body.to, body.breakdownFrom, body.breakdownTo]) {
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/);
    }
  });

  it('accepts a time zone in any case', async () => {
    const { body } = await read('links/asked-for/stats', 'timezone=europe/BERLIN');
    expect(body.timezone).toBe('Europe/Berlin');
  });
});
