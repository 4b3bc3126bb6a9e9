import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Cluster } from '../support/cluster.js';
import { describeOnOneServer } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import {
  instancesIn,
  parseMetrics,
  readMetricsOf,
  sumOf,
  type Series,
} from '../support/metrics.js';
import { Proxy } from '../support/proxy.js';

const INSTANCE_COUNT = 2;

describeOnOneServer('the metrics of a PM2 cluster', (make) => {
  let cluster: Cluster;
  let proxy: Proxy;

  beforeAll(async () => {
    const makeBehindProxy = async () => {
      const database = await make();
      const proxied = await Proxy.to(database.url);
      proxy = proxied.proxy;
      return { ...database, url: proxied.url };
    };
    cluster = await Cluster.start(Object.assign(makeBehindProxy, make), INSTANCE_COUNT);
  });
  afterAll(async () => {
    await cluster.stop();
    proxy.close();
  });

  async function readFrom(pid: number): Promise<Series[]> {
    const { status, body } = await cluster.ask(pid, 'GET', '/metrics');
    expect(status).toBe(200);
    return parseMetrics(String(body));
  }

  const readFromEach = () => Promise.all(cluster.pids().map(readFrom));

  it('are those of all instances, whichever is asked', async () => {
    const all = cluster.pids().map((pid) => readMetricsOf(INSTANCE_COUNT, () => readFrom(pid)));
    const [first = [], second = []] = await Promise.all(all);
    expect(instancesIn(second)).toEqual(instancesIn(first));
  });

  it('are shown while the database is away', async () => {
    proxy.cut();
    const downCount = async () =>
      (await readFromEach()).map(
        (series) => INSTANCE_COUNT - sumOf(series, 'shortcore_database_up'),
      );
    await eventually(async () => (await downCount()).every((count) => count === INSTANCE_COUNT));
    proxy.restore();
    await eventually(async () => (await downCount()).every((count) => count === 0));
  });

  it('are those of the others and of the next one when an instance is killed', async () => {
    const [asked = 0, killed = 0] = cluster.pids();
    const before = instancesIn(await readMetricsOf(INSTANCE_COUNT, () => readFrom(asked)));
    cluster.kill(killed);
    // PM2 starts another one.
    let after: string[] = [];
    await eventually(async () => {
      after = instancesIn(await readFrom(asked));
      return after.length === INSTANCE_COUNT && after.join() !== before.join();
    });
    expect(after.filter((id) => before.includes(id))).toHaveLength(1);
  });
});
