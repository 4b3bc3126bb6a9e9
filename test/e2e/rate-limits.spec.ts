import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { describeOnEachDatabase, makeSqlite } from '../support/databases.js';
import { Instances } from '../support/instances.js';
import { runningInstance } from '../support/instance-fixture.js';

const LINKS = '/api/v1/links';
const MINUTE_MS = 60_000;
const LIMIT = 200;

const minuteOf = (ms: number): number => Math.floor(ms / MINUTE_MS);

/** Sends requests again in the next minute if they did not all fall into one. */
async function inOneMinute<T>(send: () => Promise<T>): Promise<T> {
  for (;;) {
    const startedAtMs = Date.now();
    const answers = await send();
    if (minuteOf(Date.now()) === minuteOf(startedAtMs)) return answers;
    await sleep(MINUTE_MS - (Date.now() % MINUTE_MS) + 100);
  }
}

const countByStatus = (answers: readonly Response[], status: number): number =>
  answers.filter((answer) => answer.status === status).length;

describeOnEachDatabase('a rate limit', (make) => {
  let instances: Instances;
  beforeAll(async () => {
    instances = await Instances.start(await make(), 4, { RATE_LIMIT_PER_MINUTE: String(LIMIT) });
  });
  afterAll(() => instances.stop());

  it('holds over all instances together, within 5 %', async () => {
    const answers = await inOneMinute(() =>
      Promise.all(
        Array.from({ length: 2 * LIMIT }, (_, index) =>
          instances.api(index % 4).call('get', `${LINKS}?limit=1`),
        ),
      ),
    );
    const served = countByStatus(answers, 200);
    expect(served).toBeLessThanOrEqual(LIMIT);
    expect(served).toBeGreaterThanOrEqual(LIMIT * 0.95);
    expect(countByStatus(answers, 429)).toBe(2 * LIMIT - served);
    for (const { headers } of answers) {
      expect(headers['ratelimit-limit']).toBe(String(LIMIT));
      expect(Number(headers['ratelimit-remaining'])).toBeLessThan(LIMIT);
      expect(Number(headers['ratelimit-reset'])).toBeGreaterThan(0);
    }
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.body).toMatchObject({ type: 'urn:shortcore:problem:rate-limited' });
    expect(refused?.headers['retry-after']).toBe(refused?.headers['ratelimit-reset']);
    expect(refused?.headers['ratelimit-remaining']).toBe('0');
  }, 240_000);

  it('does not apply to redirects', async () => {
    const answers = await instances.follow('nobody');
    expect(answers).toEqual(Array(4).fill('404'));
  });
});

describe('failed authentication attempts', () => {
  const running = runningInstance(makeSqlite, { RATE_LIMIT_PER_MINUTE: '600' });
  const attempt = (secret: string, forwardedFor = '198.51.100.1') =>
    running.api.anonymously('get', LINKS, (test) =>
      test.set({ Authorization: `Bearer ${secret}`, 'X-Forwarded-For': forwardedFor }),
    );

  it('are blocked after 20 failures, whatever X-Forwarded-For says', async () => {
    expect((await running.api.call('get', LINKS)).status).toBe(200);
    const answers = await inOneMinute(async () => {
      const given: Response[] = [];
      for (let count = 0; count < 30; count++) {
        given.push(await attempt(`wrong-${count}`, `198.51.100.${count}`));
      }
      return given;
    });
    expect(answers.map(({ status }) => status)).toEqual([
      ...Array(20).fill(401),
      ...Array(10).fill(429),
    ]);
    expect(Number(answers.at(-1)?.headers['retry-after'])).toBeGreaterThan(0);
    // The instance says why all clients of a proxy would be blocked.
    expect(running.instance.output().match(/TRUST_PROXY is off/g)).toHaveLength(1);
    // A cached key still works from the same address.
    const { status, headers } = await running.api.call('get', LINKS);
    expect([status, headers['ratelimit-limit']]).toEqual([200, '600']);
  }, 120_000);
});
