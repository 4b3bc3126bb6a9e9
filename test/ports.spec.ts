import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { freePort, PORTS_PER_WORKER } from './support/ports.js';

const PORTS_OF_A_SUITE = 100;
const PORTS = new URL('support/ports.js', import.meta.url).href;

async function portsOfWorker(id: number): Promise<number[]> {
  const script = `
    import { freePort } from '${PORTS}';
    const ports = [];
    while (ports.length < ${PORTS_OF_A_SUITE}) ports.push(await freePort());
    console.log(JSON.stringify(ports));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', script],
    { env: { ...process.env, JEST_WORKER_ID: String(id) } },
  );
  return JSON.parse(stdout) as number[];
}

it('gives no port twice, whichever worker asks', async () => {
  const ports = (await Promise.all([1, 2, 3, 4].map(portsOfWorker))).flat();
  expect(ports).toHaveLength(4 * PORTS_OF_A_SUITE);
  expect(new Set(ports).size).toBe(ports.length);
});

it('gives no port that the system gives to others, and none that browsers refuse', async () => {
  for (const _port of Array(PORTS_OF_A_SUITE)) {
    const port = await freePort();
    expect(port).toBeGreaterThan(10_080);
    expect(port).toBeLessThan(32_768);
  }
});

it('passes over a port that is taken', async () => {
  const taken = await freePort();
  const server = createServer().listen(taken, '127.0.0.1');
  await once(server, 'listening');
  const ports = new Set<number>();
  for (const _port of Array(PORTS_PER_WORKER)) ports.add(await freePort());
  server.close();
  expect(ports.size).toBeGreaterThan(PORTS_OF_A_SUITE);
  expect(ports).not.toContain(taken);
});
