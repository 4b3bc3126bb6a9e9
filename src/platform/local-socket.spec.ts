import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isFileNotFound, isNobodyListening } from './file-errors.js';
import { askLocally, listenLocally } from './local-socket.js';

const TIMEOUT_MS = 5_000;
const MIB = 1024 * 1024;
const echo = async (request: string): Promise<string> => request;

describe(listenLocally.name, () => {
  let directory: string;
  let servers: Server[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'shortcore-socket-'));
    servers = [];
  });
  afterEach(() => {
    for (const server of servers) server.close();
    rmSync(directory, { recursive: true });
  });

  const listen = async (path: string, answer = echo): Promise<void> => {
    servers.push(await listenLocally(path, answer));
  };

  it('answers each request of its user, who alone has access', async () => {
    const path = join(directory, 'a.sock');
    await listen(path, async (request) => `${request}!`);
    const requests = ['one', '', 'ü'.repeat(MIB)];
    const answers = await Promise.all(
      requests.map((request) => askLocally(path, request, TIMEOUT_MS)),
    );
    expect(answers).toEqual(requests.map((request) => `${request}!`));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(['a.sock']);
  });

  it('works in a directory whose path is too long for a socket', async () => {
    const deep = join(directory, 'x'.repeat(200));
    mkdirSync(deep);
    await listen(join(deep, 'a.sock'));
    expect(existsSync(join(deep, 'a.sock'))).toBe(true);
    expect(await askLocally(join(deep, 'a.sock'), 'one', TIMEOUT_MS)).toBe('one');
  });

  it('accepts no request and no answer that is too long', async () => {
    const path = join(directory, 'a.sock');
    await listen(path, async (request) => request.repeat(5));
    await expect(askLocally(path, 'x'.repeat(5 * MIB), TIMEOUT_MS)).rejects.toThrow();
    await expect(askLocally(path, 'x'.repeat(MIB), TIMEOUT_MS)).rejects.toThrow('too much data');
    expect(await askLocally(path, 'x', TIMEOUT_MS)).toBe('xxxxx');
  });

  it('ends the connection if there is no answer', async () => {
    const path = join(directory, 'a.sock');
    await listen(path, async () => {
      throw new Error('cannot answer');
    });
    await expect(askLocally(path, 'one', TIMEOUT_MS)).rejects.toThrow('no answer');
  });

  it('goes on after a client that leaves in the middle of a request', async () => {
    const path = join(directory, 'a.sock');
    await listen(path);
    await new Promise<void>((resolve) => {
      const socket = connect(path);
      socket.write('on', () => socket.destroy());
      socket.once('close', () => resolve());
    });
    expect(await askLocally(path, 'one', TIMEOUT_MS)).toBe('one');
  });

  it('waits no longer than it may for a process that does not answer', async () => {
    const path = join(directory, 'a.sock');
    const silent = createServer(() => undefined).listen(path);
    servers.push(silent);
    await expect(askLocally(path, 'one', 50)).rejects.toThrow('no answer in time');
  });

  it('tells a process that has ended from one that never was', async () => {
    const path = join(directory, 'a.sock');
    await listen(path);
    servers.pop()?.close();
    const ended = await askLocally(path, 'one', TIMEOUT_MS).catch((error: unknown) => error);
    const never = await askLocally(`${path}2`, 'one', TIMEOUT_MS).catch((error: unknown) => error);
    expect([isNobodyListening(ended), isFileNotFound(ended)]).toEqual([true, false]);
    expect([isNobodyListening(never), isFileNotFound(never)]).toEqual([false, true]);
  });
});
