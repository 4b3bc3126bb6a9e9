import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandOf, textOf } from '../support/dockerfile.js';
import { eventually } from '../support/eventually.js';
import { Image, IMAGE_USER } from '../support/image.js';
import { freePort } from '../support/ports.js';

const DESTINATION = 'https://example.com/a?b=c';
const START_TIMEOUT_MS = 120_000;
/** On a machine that has other things to do. */
const BUILD_TIMEOUT_MS = 900_000;

describe('a container of docker/Dockerfile', () => {
  let image: Image;
  let container: ChildProcess;
  let environment: NodeJS.ProcessEnv;
  let url: string;
  let output = '';

  beforeAll(async () => {
    image = Image.build();
    const port = String(await freePort());
    url = `http://127.0.0.1:${port}`;
    // Its user can write nowhere else, as if the file system were read-only.
    const temporary = join(image.root, 'tmp');
    mkdirSync(temporary);
    chmodSync(temporary, 0o777);
    environment = {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      TMPDIR: temporary,
      ...image.environment(),
      HOST: '127.0.0.1',
      PORT: port,
      INSTANCES: '2',
    };
    const [program = '', ...args] = commandOf(textOf(image.stage, 'CMD'));
    container = spawn(program, args, options());
    for (const stream of [container.stdout, container.stderr]) {
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    const isStarted = (): boolean =>
      output.includes('First API key') || container.exitCode !== null;
    await eventually(isStarted, START_TIMEOUT_MS);
  }, BUILD_TIMEOUT_MS);
  afterAll(() => {
    if (container?.exitCode === null) container.kill('SIGKILL');
    image?.remove();
  });

  const options = () => ({ cwd: join(image.root, 'app'), env: environment, ...IMAGE_USER });

  function checkHealth(): number | null {
    const [program = '', ...args] = commandOf(textOf(image.stage, 'HEALTHCHECK'));
    return spawnSync(program, args, options()).status;
  }

  it('is not run by root', () => {
    expect(textOf(image.stage, 'USER')).toBe('node');
  });

  it('answers, is healthy, and ends with 0 at SIGTERM', async () => {
    const key = readFileSync(join(image.root, 'data', 'admin-api-key'), 'utf8').trim();
    const response = await fetch(`${url}/api/v1/links`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ url: DESTINATION }),
    });
    expect(response.status).toBe(201);
    const link = (await response.json()) as { key: string };
    const { status, headers } = await fetch(`${url}/${link.key}`, { redirect: 'manual' });
    expect([status, headers.get('location')]).toEqual([302, DESTINATION]);
    expect((await fetch(`${url}/admin/`)).status).toBe(200);
    expect(checkHealth()).toBe(0);

    container.kill('SIGTERM');
    expect(await once(container, 'exit')).toEqual([0, null]);
    expect(checkHealth()).toBe(1);
  }, 120_000);
});
