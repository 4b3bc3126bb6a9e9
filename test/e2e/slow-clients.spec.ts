import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { makeSqlite } from '../support/databases.js';
import { TEST_API_KEY } from '../support/environment.js';
import { startInstance, type Instance } from '../support/instance.js';
import { runningInstance } from '../support/instance-fixture.js';

const HEAD_SECONDS = 10;
const REQUEST_SECONDS = 30;
const DRAIN_SECONDS = 5;
/** What is over its time may take this much longer. */
const GRACE_SECONDS = 5;
const SEND_EVERY_MS = 500;

const POST = [
  'POST /api/v1/links HTTP/1.1',
  'Host: x',
  `Authorization: Bearer ${TEST_API_KEY}`,
  'Content-Type: application/json',
].join('\r\n');
const LONG = `${POST}\r\nContent-Length: 1000\r\n`;
const CHUNKED = `${POST}\r\nTransfer-Encoding: chunked\r\n\r\n`;
const FILE = 'GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n';
const MANY = 40;

interface Client {
  readonly bytes: string;
  /** Sent every half second. */
  readonly trickle?: string;
  readonly isReading?: boolean;
}

/** What a client does, its time, and its last answer. */
const STATES: Readonly<Record<string, readonly [Client, seconds: number, problem?: string]>> = {
  'does not finish the head': [{ bytes: 'GET / HT' }, HEAD_SECONDS, '408 request-timeout'],
  'trickles a head': [
    { bytes: 'GET / HTTP/1.1\r\n', trickle: 'X: y\r\n' },
    HEAD_SECONDS,
    '408 request-timeout',
  ],
  'does not send the body': [{ bytes: `${LONG}\r\n{` }, REQUEST_SECONDS, '408 request-timeout'],
  'trickles a body': [
    { bytes: `${LONG}\r\n`, trickle: ' ' },
    REQUEST_SECONDS,
    '408 request-timeout',
  ],
  'does not continue': [
    { bytes: `${LONG}Expect: 100-continue\r\n\r\n` },
    REQUEST_SECONDS,
    '408 request-timeout',
  ],
  'does not send the last chunk': [
    { bytes: `${CHUNKED}1\r\n{\r\n` },
    REQUEST_SECONDS,
    '408 request-timeout',
  ],
  'does not read what it asks for': [
    { bytes: FILE.repeat(MANY), trickle: FILE, isReading: false },
    REQUEST_SECONDS,
  ],
  'sends a malformed chunk': [{ bytes: `${CHUNKED}zz\r\n` }, 0, '400 malformed-request'],
  'has an unknown coding': [
    { bytes: `${POST}\r\nTransfer-Encoding: xchunked\r\n\r\n` },
    0,
    '400 malformed-request',
  ],
};

interface Outcome {
  readonly answer: string;
  readonly seconds: number;
}

/** Behaves as a client that never closes the connection, until the server has destroyed it. */
async function behave(url: string, { bytes, trickle, isReading = true }: Client): Promise<Outcome> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  socket.on('error', () => {});
  let answer = '';
  if (isReading) socket.on('data', (chunk) => (answer += String(chunk)));
  const startedAtMs = performance.now();
  socket.write(bytes);
  const timer = setInterval(() => probe(socket, trickle), SEND_EVERY_MS);
  // `once` would reject when the connection is reset.
  await new Promise((resolve) => socket.once('close', resolve));
  clearInterval(timer);
  return { answer, seconds: (performance.now() - startedAtMs) / 1000 };
}

/** A byte to a socket that the server has destroyed resets the connection. */
function probe(socket: Socket, trickle: string | undefined): void {
  if (trickle !== undefined) socket.write(trickle);
  else if (socket.readableEnded) socket.write('x');
}

function problemIn(answer: string): string | undefined {
  const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
  const code = /urn:shortcore:problem:([\w-]+)/.exec(answer)?.[1];
  return code === undefined ? undefined : `${statuses.at(-1)} ${code}`;
}

async function judge({ url }: Pick<Instance, 'url'>, maxSeconds = Infinity): Promise<void> {
  await Promise.all(
    Object.entries(STATES).map(async ([name, [client, seconds, problem]]) => {
      const outcome = await behave(url, client);
      expect([name, problemIn(outcome.answer)]).toEqual([name, problem]);
      const limit = Math.min(seconds, maxSeconds) + GRACE_SECONDS;
      if (outcome.seconds > limit) throw new Error(`${name} took ${outcome.seconds} s`);
    }),
  );
}

describe('clients in every state', () => {
  const running = runningInstance(makeSqlite);

  it('are answered, and disconnected in time', async () => {
    await judge(running.instance);
    expect((await running.api.anonymously('get', '/health/ready')).status).toBe(200);
  });

  it('are answered, and disconnected in time, during a shutdown', async () => {
    const instance = await startInstance(running.database);
    const clients = judge(instance, DRAIN_SECONDS);
    await new Promise((resolve) => setTimeout(resolve, SEND_EVERY_MS));
    expect(await instance.stop()).toBe(0);
    await clients;
  });

  it('do not end the instance: CONNECT and a reset connection', async () => {
    const { hostname, port } = new URL(running.instance.url);
    const socket = connect(Number(port), hostname).on('error', () => {});
    socket.write('CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket, 'data');
    socket.resetAndDestroy();
    const { pid } = running.instance;
    expect((await running.api.anonymously('get', '/health/live')).status).toBe(200);
    expect(process.kill(pid, 0)).toBe(true);
  });
});
