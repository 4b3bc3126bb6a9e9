import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { listenLocally } from '../platform/local-socket.js';
import { LocalCalls } from './local-calls.js';

const TIMEOUT_MS = 5_000;
const DATABASE = '0123456789abcdef';

describe(LocalCalls.name, () => {
  let dataDir: string;
  let opened: LocalCalls[];
  let servers: Server[];

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'shortcore-calls-'));
    opened = [];
    servers = [];
  });
  afterEach(() => {
    for (const calls of opened) calls.onApplicationShutdown();
    for (const server of servers) server.close();
    rmSync(dataDir, { recursive: true });
  });

  /** An instance that answers with its name. */
  async function open(name: string, databaseId = DATABASE): Promise<LocalCalls> {
    const calls = new LocalCalls(dataDir);
    calls.handle('name', (input) => ({ name, input }));
    await calls.open(databaseId);
    opened.push(calls);
    return calls;
  }

  const directory = () => join(dataDir, 'sockets', DATABASE);

  it('asks all other instances on the same database', async () => {
    const asking = await open('a');
    await open('b');
    await open('c');
    await open('d', 'fedcba9876543210');
    const { answers, silentCount } = await asking.askOthers('name', { x: 1 }, TIMEOUT_MS);
    expect(answers).toHaveLength(2);
    expect(answers).toEqual(
      expect.arrayContaining([
        { name: 'b', input: { x: 1 } },
        { name: 'c', input: { x: 1 } },
      ]),
    );
    expect(silentCount).toBe(0);
  });

  it('removes the socket of an instance that has ended, and leaves no file at its own end', async () => {
    const asking = await open('a');
    const server = await listenLocally(join(directory(), 'ended.sock'), async () => '');
    await new Promise((resolve) => server.close(resolve));
    expect(readdirSync(directory())).toContain('ended.sock');
    expect(await asking.askOthers('name', null, TIMEOUT_MS)).toEqual({
      answers: [],
      silentCount: 0,
    });
    expect(readdirSync(directory())).toHaveLength(1);
    asking.onApplicationShutdown();
    expect(readdirSync(directory())).toEqual([]);
  });

  it('counts instances that do not answer, not in time or not in JSON, and waits for them once', async () => {
    const asking = await open('a');
    await open('b');
    for (const name of ['stuck.sock', 'stuck-too.sock']) {
      servers.push(createServer(() => undefined).listen(join(directory(), name)));
    }
    servers.push(await listenLocally(join(directory(), 'odd.sock'), async () => 'no JSON'));
    const { answers, silentCount } = await asking.askOthers('name', null, 200);
    expect([answers, silentCount]).toEqual([[{ name: 'b', input: null }], 3]);
  });

  it('counts an instance of a version that does not know the call as silent', async () => {
    const asking = await open('a');
    await open('b');
    expect(await asking.askOthers('later', null, TIMEOUT_MS)).toEqual({
      answers: [],
      silentCount: 1,
    });
  });

  it('is alone where there can be no sockets', async () => {
    const calls = new LocalCalls('/dev/null');
    await calls.open(DATABASE);
    expect(await calls.askOthers('name', null, TIMEOUT_MS)).toEqual({
      answers: [],
      silentCount: 0,
    });
    calls.onApplicationShutdown();
  });
});
