import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createCachedLink } from '../support/cached-link.js';
import { describeOnEachServer, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { Instances } from '../support/instances.js';
import { Proxy } from '../support/proxy.js';

const AUTHOR = 1;
const READER = 0;
/** Longer than a lease. */
const OUTAGE_MS = 4_500;
/** Shorter than a request may take to arrive, as a visitor waits meanwhile. */
const LONG_PAUSE_MS = 9_000;
/** Far fewer than come if no visitor waits for a connection, far more than if each does. */
const MIN_ANSWERS_IN_OUTAGE = 50;

const urlOf = (version: number): string => `https://example.com/${version}`;

/** Changes one link all the time through one instance, and requests it all the time from another. */
class Traffic {
  readonly stale: string[] = [];
  readonly failures = new Set<string>();
  acknowledged = 0;
  answerCount = 0;
  #sent = 0;
  #isOver = false;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly instances: Instances,
    private readonly key: string,
  ) {}

  start(): void {
    this.#ended = Promise.all([this.#author(), this.#visitor()]);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#ended;
  }

  async #author(): Promise<void> {
    while (!this.#isOver) {
      const version = ++this.#sent;
      const { status } = await this.instances
        .api(AUTHOR)
        .call('patch', `/api/v1/links/${this.key}`, (test) => test.send({ url: urlOf(version) }));
      if (status === 200) this.acknowledged = version;
      else if (status !== 503) this.failures.add(`author: ${status}`);
    }
  }

  async #visitor(): Promise<void> {
    while (!this.#isOver) {
      const atLeast = this.acknowledged;
      const [answer = ''] = await this.instances.follow(this.key, [READER]);
      const version = Number(answer.replace(urlOf(0).slice(0, -1), ''));
      this.answerCount++;
      if (!answer.startsWith('https:')) this.failures.add(`visitor: ${answer}`);
      else if (version < atLeast) this.stale.push(`version ${version} after ${atLeast}`);
    }
  }
}

describeOnEachServer('an outage that hits author and reader alike', (make) => {
  let instances: Instances;
  let proxy: Proxy;

  beforeAll(async () => {
    const database: TestDatabase = await make();
    const proxied = await Proxy.to(database.url);
    proxy = proxied.proxy;
    instances = await Instances.start({ ...database, url: proxied.url }, 2);
  });
  afterAll(async () => {
    await instances.stop();
    proxy.close();
  });

  it.each([0, 350, 350, LONG_PAUSE_MS])(
    'leaves no stale redirect, with the reader paused for %i ms as the database returns',
    async (pauseMs) => {
      const traffic = new Traffic(instances, await createCachedLink(instances, urlOf(0)));
      traffic.start();
      await eventually(() => traffic.acknowledged > 2);
      proxy.cut();
      const before = traffic.answerCount;
      await sleep(OUTAGE_MS);
      const answerCount = traffic.answerCount - before;
      const { acknowledged } = traffic;
      if (pauseMs > 0) instances.signal(READER, 'SIGSTOP');
      proxy.restore();
      await sleep(pauseMs);
      instances.resume(READER);
      await eventually(() => traffic.acknowledged > acknowledged + 3);
      const untilCount = traffic.answerCount + 100;
      await eventually(() => traffic.answerCount > untilCount);
      await traffic.stop();
      expect(traffic.stale).toEqual([]);
      expect([...traffic.failures]).toEqual([]);
      expect(answerCount).toBeGreaterThan(MIN_ANSWERS_IN_OUTAGE);
    },
    60_000,
  );
});
