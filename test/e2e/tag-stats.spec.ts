import { beforeAll, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { ENTITIES } from '../../src/entities.js';
import { ClickDay } from '../../src/click/rollup/click-day.entity.js';
import { Link } from '../../src/link/link.entity.js';
import { chunk } from '../../src/platform/database/chunk.js';
import { Database } from '../../src/platform/database/database.js';
import { openDataSource } from '../support/data-source.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { sharedInstance } from '../support/instance-fixture.js';
import { seedClicks, statsOf, type ClicksAt } from '../support/statistics.js';

const PERIOD = '?from=2025-03-29T00:00:00Z&to=2025-04-01T00:00:00Z';
const ZONED = `${PERIOD}&unit=hour&timezone=Europe/Berlin&top=2`;

/** Clicks on three links around a change to daylight saving time. */
const CLICKS: readonly (readonly ClicksAt[])[] = [
  [
    ['2025-03-29T23:45:00Z', 2, 1],
    ['2025-03-30T01:00:00Z', 3],
  ],
  [
    ['2025-03-30T00:45:00Z', 1, 0, 2],
    ['2025-03-31T12:00:00Z', 4, 4],
    ['2025-02-01T12:00:00Z', 9],
  ],
  [['2025-03-30T01:00:00Z', 10]],
];

describeOnEachDatabase('statistics of a tag', (make) => {
  const running = sharedInstance(make);
  const keys: string[] = [];
  const statsOfTag = (tag: string, query = '', headers: Readonly<Record<string, string>> = {}) =>
    running.api.call('get', `/api/v1/tags/${encodeURIComponent(tag)}/stats${query}`, (test) =>
      test.set(headers),
    );

  beforeAll(async () => {
    const dataSource = await openDataSource(running.database, ENTITIES);
    for (const [index, clicks] of CLICKS.entries()) {
      const tags = ['every/one', ...(index < 2 ? ['two'] : ['one'])];
      const { key } = await running.api.create({ url: 'https://example.com/', tags });
      keys.push(key);
      await seedClicks(dataSource, key, clicks);
    }
    await running.api.create({ url: 'https://example.com/', tags: ['unclicked', 'every/one'] });
    await dataSource.destroy();
  });

  it('are the sum of those of its links', async () => {
    const { status, body } = await statsOfTag('every/one', ZONED);
    expect(status).toBe(200);
    const all = await Promise.all(keys.map((key) => statsOf(running.api, key, ZONED)));
    const [first] = all;
    const series = first?.series.map(({ start }, step) => {
      const steps = all.map((stats) => stats.series[step]);
      const sum = (name: 'total' | 'humans' | 'bots') =>
        steps.reduce((total, each) => total + (each?.[name] ?? 0), 0);
      return { start, total: sum('total'), humans: sum('humans'), bots: sum('bots') };
    });
    expect(body).toEqual({
      ...first,
      clicks: { total: 25, humans: 20, bots: 5, prefetches: 2 },
      uniqueVisitors: 20,
      series,
      referrers: [
        { value: '2025-03-30.example', clicks: 14 },
        { value: '2025-03-31.example', clicks: 4 },
      ],
    });
  });

  it('are those of a link that has the tag alone, and change with the tag', async () => {
    expect((await statsOfTag('one', ZONED)).body).toEqual(
      await statsOf(running.api, String(keys[2]), ZONED),
    );
    expect((await statsOfTag('two', PERIOD)).body.clicks.total).toBe(15);
    await running.api.post({ from: 'one', to: 'two' }, '/api/v1/tags/rename');
    expect((await statsOfTag('two', PERIOD)).body.clicks.total).toBe(25);
    expect((await statsOfTag('one', PERIOD)).body.type).toBe('urn:shortcore:problem:tag-not-found');
  });

  it('are empty for a tag whose links were not clicked, and not found without links', async () => {
    const { status, body } = await statsOfTag('unclicked', PERIOD);
    expect([status, body.clicks.total, body.series.length]).toEqual([200, 0, 3]);
    const unknown = await statsOfTag('every');
    expect([unknown.status, unknown.body.type]).toEqual([
      404,
      'urn:shortcore:problem:tag-not-found',
    ]);
    expect((await statsOfTag('x'.repeat(65))).status).toBe(400);
    expect((await statsOfTag('two', '?unit=year')).status).toBe(400);
  });

  it('have an ETag', async () => {
    const { headers } = await statsOfTag('two', PERIOD);
    const again = await statsOfTag('two', PERIOD, { 'If-None-Match': String(headers['etag']) });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('are refused if more than 10 000 days of links would be summed', async () => {
    const dataSource = await openDataSource(running.database, ENTITIES);
    // Waits for the locks of the instance.
    const database = new Database(dataSource);
    const links = Array.from({ length: 4 }, () => ({
      url: 'https://example.com/',
      tags: ['busy'],
    }));
    const created = await running.api.post({ links }, '/api/v1/links/bulk');
    const created4 = created.body.results.map(({ link }: { link: { key: string } }) => link.key);
    const empty = { bots: 0, prefetches: 0, visitors: 1, breakdown: '', sketch: Buffer.alloc(0) };
    const daysOfLink = [2_500, 2_500, 2_500, 2_501];
    for (const [index, key] of created4.entries()) {
      const { id: linkId } = await dataSource.manager.findOneByOrFail(Link, { key });
      const rows = Array.from({ length: daysOfLink[index] ?? 0 }, (_, day) => ({
        ...empty,
        linkId,
        day: 15_000 + day,
        clicks: 1,
        quarterHours: '[7,1,0,0]',
      }));
      for (const batch of chunk(rows, 500)) {
        await database.write((manager) => manager.insert(ClickDay, batch));
      }
    }
    const since = (day: number) => {
      const [from, to] = [15_000 + day, 17_600].map((each) =>
        new Date(each * 86_400_000).toISOString(),
      );
      return statsOfTag('busy', `?from=${from}&to=${to}&unit=month`);
    };
    const refused: Response = await since(0);
    expect([refused.status, refused.body.type]).toEqual([
      422,
      'urn:shortcore:problem:too-much-to-sum',
    ]);
    expect(refused.body.detail).toContain('10001');
    const summed = await since(1);
    expect([summed.status, summed.body.clicks.total]).toEqual([200, 9_997]);
    await dataSource.destroy();
  });
});
