import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Request, Response } from 'express';
import { toProblem } from '../errors/to-problem.js';
import { Connections } from './connections.js';
import { ShortcoreExpressAdapter } from './express-adapter.js';
import { readBody } from './read-body.js';
import { writeProblem } from './write-problem.js';

const LIMITS = { headMs: 400, requestMs: 800, idleMs: 1_200, lingerMs: 200, checkEveryMs: 50 };
const { headMs, requestMs, idleMs, lingerMs } = LIMITS;
/** What is over its time may take this much longer. */
const GRACE_MS = 5_000;
/** Timers of Node.js may be this early. */
const EARLY_MS = 10;
const TRICKLE_EVERY_MS = 60;
const ANSWER_AFTER_MS = 100;
const MAX_BODY_BYTES = 200_000;
/** More than the buffers of two sockets hold. */
const LARGE = Buffer.alloc(32 * 1024 * 1024);

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
const post = (path: string, ...headers: string[]): string =>
  [`POST ${path} HTTP/1.1`, 'Host: x', ...headers, '', ''].join('\r\n');
/** Gets its last line too late. */
const LATE = 'GET /late HTTP/1.1\r\nHost: x\r\n';
const CHUNKED = 'Transfer-Encoding: chunked';
const LONG = 'Content-Length: 100000';

/** What a client does. It never closes the connection by itself. */
interface Behaviour {
  readonly bytes: string;
  /** Sent again and again. */
  readonly trickle?: string;
  readonly isHalfClosed?: boolean;
  readonly isReading?: boolean;
}

/** The time that the client may take, and the statuses of the responses it gets. */
type State = readonly [Behaviour, timeMs: number, statuses: number[]];

const STATES: Readonly<Record<string, State>> = {
  'sends nothing': [{ bytes: '' }, headMs, [408]],
  'stops in the head': [{ bytes: 'GET /fast HT' }, headMs, [408]],
  'stops in the headers': [{ bytes: 'GET /fast HTTP/1.1\r\nHost: x\r\n' }, headMs, [408]],
  'trickles a head': [{ bytes: 'GET /fast HTTP/1.1\r\n', trickle: 'X: y\r\n' }, headMs, [408]],
  'trickles blank lines': [{ bytes: '', trickle: '\r\n' }, headMs, [408]],
  'stops in the second head': [{ bytes: `${get('/fast')}GET /fa` }, headMs, [200, 408]],
  'stops in the head behind a slow one': [{ bytes: `${get('/slow')}GET /` }, headMs, [200, 408]],
  'trickles blank lines after a request': [
    { bytes: get('/fast'), trickle: '\r\n' },
    headMs,
    [200, 408],
  ],
  'is idle': [{ bytes: get('/fast') }, idleMs, [200]],
  'is idle after a body': [{ bytes: `${post('/read', 'Content-Length: 1')}x` }, idleMs, [200]],

  'stops in the body': [{ bytes: `${post('/read', LONG)}x` }, requestMs, [408]],
  'stops before the body': [{ bytes: post('/read', LONG) }, requestMs, [408]],
  'stops in a chunk': [{ bytes: `${post('/read', CHUNKED)}5\r\nab` }, requestMs, [408]],
  'stops between chunks': [{ bytes: `${post('/read', CHUNKED)}1\r\na\r\n` }, requestMs, [408]],
  'trickles a body': [{ bytes: post('/read', LONG), trickle: 'x' }, requestMs, [408]],
  'trickles chunks': [{ bytes: post('/read', CHUNKED), trickle: '1\r\nx\r\n' }, requestMs, [408]],
  'stops in the body behind a slow request': [
    { bytes: get('/slow') + post('/read', LONG) },
    requestMs,
    [200, 408],
  ],
  'is told to continue and does not': [
    { bytes: post('/read', LONG, 'Expect: 100-continue') },
    requestMs,
    [100, 408],
  ],
  'is not told to continue': [
    { bytes: post('/ignore', LONG, 'Expect: 100-continue') },
    ANSWER_AFTER_MS,
    [200],
  ],
  'is too long after all': [
    { bytes: post('/read', CHUNKED), trickle: `c350\r\n${'x'.repeat(50_000)}\r\n` },
    0,
    [413],
  ],
  'says that it will be too long': [
    { bytes: post('/read', 'Content-Length: 300000'), trickle: 'x' },
    0,
    [413],
  ],
  'stops in a small body that nobody reads': [
    { bytes: `${post('/ignore', 'Content-Length: 9')}x` },
    requestMs,
    [200],
  ],
  'trickles a large body that nobody reads': [
    { bytes: post('/ignore', LONG), trickle: 'x' },
    ANSWER_AFTER_MS + lingerMs,
    [200],
  ],

  'sends a malformed chunk': [{ bytes: `${post('/read', CHUNKED)}zz\r\n` }, 0, [400]],
  'sends a malformed chunk late': [
    { bytes: post('/read', CHUNKED), trickle: '1\r\nx\r\nz' },
    0,
    [400],
  ],
  'goes on after a malformed chunk': [
    { bytes: `${post('/read', CHUNKED)}zz\r\n`, trickle: get('/fast') },
    0,
    [400],
  ],
  'sends a malformed chunk that nobody reads': [
    { bytes: `${post('/ignore', CHUNKED)}zz\r\n` },
    0,
    [200],
  ],
  'has another coding': [{ bytes: `${post('/read', 'Transfer-Encoding: xchunked')}zz` }, 0, [400]],
  'has another coding that nobody reads': [
    { bytes: `${get('/fast').trimEnd()}\r\nTransfer-Encoding: xchunked\r\n\r\n` },
    0,
    [200],
  ],
  'is not HTTP behind a slow request': [{ bytes: `${get('/slow')}NONSENSE\r\n` }, 0, [200, 400]],
  'has a malformed chunk behind a slow request': [
    { bytes: `${get('/slow')}${post('/read', CHUNKED)}zz\r\n` },
    0,
    [200, 400],
  ],
  'ends in the body': [{ bytes: `${post('/read', LONG)}x`, isHalfClosed: true }, 0, [400]],
  'wants a tunnel': [{ bytes: 'CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n' }, 0, [405]],
  'wants a tunnel behind a slow request': [
    { bytes: `${get('/slow')}CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n` },
    0,
    [200, 405],
  ],
  'goes on in the tunnel': [
    { bytes: 'CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n', trickle: 'x' },
    0,
    [405],
  ],

  'does not read': [{ bytes: get('/large'), isReading: false }, requestMs, []],
  'does not read what it asks for': [
    { bytes: get('/large'), trickle: get('/large'), isReading: false },
    requestMs,
    [],
  ],
  'does not read and stops in the body': [
    { bytes: get('/large') + post('/read', LONG), isReading: false },
    requestMs,
    [],
  ],
  'does not read and asks to close': [
    { bytes: get('/large').replace('Host', 'Connection: close\r\nHost'), isReading: false },
    requestMs,
    [],
  ],
};

interface Outcome {
  readonly statuses: number[];
  readonly closedAfterMs: number;
}

interface Started {
  readonly server: Server;
  readonly connections: Map<number, Socket>;
  readonly handleLate: jest.Mock;
}

function createHttpServer(): Started {
  const adapter = new ShortcoreExpressAdapter(LIMITS);
  adapter.get('/fast', (_request: Request, response: Response) => response.send('ok'));
  adapter.get('/slow', (_request: Request, response: Response) => {
    setTimeout(() => response.send('ok'), ANSWER_AFTER_MS);
  });
  adapter.get('/large', (_request: Request, response: Response) => response.end(LARGE));
  adapter.post('/ignore', (_request: Request, response: Response) => {
    setTimeout(() => response.send('ok'), ANSWER_AFTER_MS);
  });
  adapter.post('/read', async (request: Request, response: Response) => {
    try {
      response.send(String((await readBody(request, response, MAX_BODY_BYTES)).length));
    } catch (error) {
      writeProblem(toProblem(error), request, response);
    }
  });
  const handleLate = jest.fn();
  adapter.get('/late', handleLate);
  adapter.initHttpServer();
  const server: Server = adapter.getHttpServer();
  const connections = new Map<number, Socket>();
  server.on('connection', (socket) => connections.set(socket.remotePort ?? 0, socket));
  return { server, connections, handleLate };
}

describe(Connections.name, () => {
  const { server, connections, handleLate } = createHttpServer();
  let port = 0;
  const outcomes = new Map<string, Outcome>();

  async function connectTo(): Promise<{ client: Socket; atServer: Socket }> {
    const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    client.on('error', () => {});
    await once(client, 'connect');
    const isAccepted = (): Socket | undefined => connections.get(client.localPort ?? 0);
    while (isAccepted() === undefined) await new Promise((resolve) => setImmediate(resolve));
    return { client, atServer: isAccepted() as Socket };
  }

  async function observe({ bytes, trickle, ...client }: Behaviour): Promise<Outcome> {
    const { client: socket, atServer } = await connectTo();
    const startedAtMs = performance.now();
    let received = '';
    if (client.isReading !== false) socket.on('data', (chunk) => (received += String(chunk)));
    const isClosed = once(atServer, 'close');
    socket.write(bytes);
    if (client.isHalfClosed) socket.end();
    const timer = setInterval(() => trickle && socket.write(trickle), TRICKLE_EVERY_MS);
    await isClosed;
    const closedAfterMs = performance.now() - startedAtMs;
    clearInterval(timer);
    // What the server sent before it closed the connection may still be on its way.
    if (client.isReading !== false && !socket.readableEnded)
      await Promise.race([once(socket, 'end'), once(socket, 'close')]);
    socket.destroy();
    const statuses = [...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) =>
      Number(status),
    );
    return { statuses, closedAfterMs };
  }

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    await Promise.all(
      Object.entries(STATES).map(async ([name, [behaviour]]) => {
        outcomes.set(name, await observe(behaviour));
      }),
    );
  });

  afterAll(() => {
    server.close();
  });

  it.each(Object.entries(STATES))(
    'ends a connection whose client %s',
    (name, [, timeMs, statuses]) => {
      const outcome = outcomes.get(name);
      expect(outcome?.statuses).toEqual(statuses);
      expect(outcome?.closedAfterMs).toBeGreaterThanOrEqual(timeMs - EARLY_MS);
      expect(outcome?.closedAfterMs).toBeLessThan(timeMs + GRACE_MS);
    },
  );

  it('does not handle a request that is complete after its time', async () => {
    const { client, atServer } = await connectTo();
    const isClosed = once(atServer, 'close');
    client.write(LATE);
    const [answer] = (await once(client, 'data')) as [Buffer];
    client.write('\r\n');
    await isClosed;
    client.destroy();
    expect(String(answer)).toContain('HTTP/1.1 408');
    expect(handleLate).not.toHaveBeenCalled();
  });
});
