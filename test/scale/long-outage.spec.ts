import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createConnection, type Connection } from 'mysql2/promise';
import { ClickedService, sum } from '../support/clicked-service.js';
import { TEST_API_KEY } from '../support/environment.js';
import { eventually } from '../support/eventually.js';
import { migrate } from '../support/instance.js';
import { installedPrograms, OwnServer } from '../support/servers.js';
import { Visits } from '../support/visits.js';

const OUTAGE_MS = 60_000;
const INSTANCE_COUNT = 2;
const LINK_COUNT = 5;
const PER_SECOND = 300;
/** Until all links are in the memory of all instances. */
const WARM_UP = 2_000;
/** A second of silence, a second for the probe, and time to answer on a busy machine. */
const FIRST_ANSWER_MS = 5_000;
/** After the outage is noticed nothing waits for the database: some milliseconds, and more on a busy machine. */
const LATER_ANSWER_MS = 1_500;
const NOTICED_MS = 5_000;
const ASK_EVERY_MS = 500;
const RECOVERED_MS = 10_000;
const TEST_LIMIT_MS = 240_000;
const NEED_THE_DATABASE = [
  ['GET', '/api/v1/links'],
  ['POST', '/api/v1/links'],
  ['GET', '/not-in-memory'],
  ['GET', '/health/ready'],
] as const;

interface Answer {
  readonly call: string;
  readonly sinceMs: number;
  readonly tookMs: number;
  readonly status: number;
  readonly type: string | undefined;
  readonly retryAfter: number;
}

const programs = installedPrograms();
const describeOnPrograms = programs.length === 0 ? describe.skip : describe;

describeOnPrograms.each(programs)('a minute in which %s', (program) => {
  let server: OwnServer;
  let directory: string;
  let clicked: ClickedService;

  beforeEach(async () => {
    server = await OwnServer.make(program);
    const admin = await createConnection(server.url);
    await admin.query('CREATE DATABASE shortcore');
    await admin.query("CREATE USER app@'127.0.0.1' IDENTIFIED BY 'secret'");
    await admin.query("GRANT ALL ON shortcore.* TO app@'127.0.0.1'");
    await admin.end();
    directory = mkdtempSync(join(tmpdir(), 'shortcore-test-'));
    const url = `mysql://app:secret@127.0.0.1:${server.port}/shortcore`;
    const database = { url, directory, drop: async () => {} };
    await migrate(database);
    clicked = await ClickedService.start(database, INSTANCE_COUNT, LINK_COUNT);
  });
  afterEach(async () => {
    await clicked.stop();
    await server.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  const outages: Readonly<Record<string, () => Promise<() => Promise<void>>>> = {
    'is stopped': async () => {
      server.pause();
      return async () => server.resume();
    },
    'is replaced by something that accepts connections and never answers': async () => {
      await server.stop('SIGKILL');
      const sockets = new Set<Socket>();
      const listener = createServer((socket) => sockets.add(socket.on('error', () => {})));
      await once(listener.listen(server.port, '127.0.0.1'), 'listening');
      return async () => {
        listener.close();
        for (const socket of sockets) socket.destroy();
        await once(listener, 'close');
        await server.start();
      };
    },
    'has no free connections': async () => {
      const holders = await useUpConnections(server);
      return async () => holders.forEach((holder) => holder.destroy());
    },
  };

  it.each(Object.keys(outages))(
    '%s',
    async (outage) => {
      const { service, keys } = clicked;
      const pids = await clicked.pids();
      // Ends with an error at the first answer that is no redirect.
      const visits = Visits.begin(service.url, keys, PER_SECOND);
      await visits.until(WARM_UP);
      const end = await outages[outage]?.();
      const answers = await askFor(service.url, OUTAGE_MS);
      expect(answers.filter((answer) => !isQuickRefusal(answer))).toEqual([]);
      const live = await fetch(`${service.url}/health/live`);
      expect(live.status).toBe(200);
      await end?.();
      const endedMs = performance.now();
      await eventually(async () => (await fetch(`${service.url}/health/ready`)).ok);
      await service.call('POST', '/api/v1/links', { url: 'https://example.com/' });
      const recoveredMs = performance.now() - endedMs;
      const { servedCount, served, brokenOffCount } = await visits.end(0);
      await clicked.untilCounted(servedCount);
      const tookMs = Math.max(...answers.map((answer) => answer.tookMs));
      process.stdout.write(
        `${program} ${outage}: ${servedCount} redirects, ${answers.length} refusals, the slowest after ` +
          `${tookMs.toFixed(0)} ms, recovered after ${recoveredMs.toFixed(0)} ms\n`,
      );
      expect(recoveredMs).toBeLessThan(RECOVERED_MS);
      expect(brokenOffCount).toBe(0);
      expect(servedCount).toBeGreaterThan((PER_SECOND * OUTAGE_MS) / 1000 / 2);
      expect(await clicked.clicks()).toEqual(served);
      expect(sum(await clicked.clicks())).toBe(servedCount);
      expect(new Set(await clicked.pids())).toEqual(new Set(pids));
    },
    TEST_LIMIT_MS,
  );
});

/** Asks for everything that needs the database, twice a second, for so long. */
async function askFor(url: string, ms: number): Promise<Answer[]> {
  const beganMs = performance.now();
  const answers: Promise<Answer>[] = [];
  while (performance.now() - beganMs < ms) {
    const sinceMs = performance.now() - beganMs;
    answers.push(...NEED_THE_DATABASE.map((call) => ask(url, call, sinceMs)));
    await sleep(ASK_EVERY_MS);
  }
  return Promise.all(answers);
}

async function ask(
  url: string,
  [method, path]: readonly [string, string],
  sinceMs: number,
): Promise<Answer> {
  const beganMs = performance.now();
  const response = await fetch(url + path, {
    method,
    headers: { Authorization: `Bearer ${TEST_API_KEY}`, 'Content-Type': 'application/json' },
    ...(method === 'POST' && { body: JSON.stringify({ url: 'https://example.com/' }) }),
  });
  const { type } = (await response.json()) as { type?: string };
  return {
    call: `${method} ${path}`,
    sinceMs,
    tookMs: performance.now() - beganMs,
    status: response.status,
    type,
    retryAfter: Number(response.headers.get('Retry-After')),
  };
}

function isQuickRefusal({ sinceMs, tookMs, status, type, retryAfter }: Answer): boolean {
  const limitMs = sinceMs < NOTICED_MS ? FIRST_ANSWER_MS : LATER_ANSWER_MS;
  const isRefusal = status === 503 && type === 'urn:shortcore:problem:database-unavailable';
  return isRefusal && retryAfter > 0 && tookMs < limitMs;
}

/** Ends the connections of the instances and takes all there are, until the instances have none. */
async function useUpConnections(server: OwnServer): Promise<Connection[]> {
  const admin = await createConnection(server.url);
  await admin.query('SET GLOBAL max_connections = 10');
  const holders: Connection[] = [admin];
  while (await endInstanceConnections(admin)) {
    for (let isTaken = true; isTaken;) {
      const holder = await createConnection(server.url).catch(() => undefined);
      if (holder !== undefined) holders.push(holder);
      isTaken = holder !== undefined;
    }
  }
  return holders;
}

/** Returns whether there were any. */
async function endInstanceConnections(admin: Connection): Promise<boolean> {
  const [rows] = await admin.query(
    "SELECT id FROM information_schema.processlist WHERE user IN ('app', 'unauthenticated user')",
  );
  const own = rows as { id: number }[];
  // A connection may have ended by itself.
  for (const { id } of own) await admin.query(`KILL ${id}`).catch(() => undefined);
  return own.length > 0;
}
