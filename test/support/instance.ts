import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './ports.js';
import type { TestDatabase } from './databases.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_TIMEOUT_MS = 30_000;

/** Has an instance answer every request through Nest, as it logs every redirect. */
export const WITHOUT_FRONT_DOOR = { LOG_LEVEL: 'debug' };

export const TEST_API_KEY = 'test-admin-key-0123456789';

/** A real instance of the built application, in a process of its own. */
export interface Instance {
  readonly url: string;
  readonly pid: number;
  /** What it wrote so far: its log. */
  output(): string;
  /** Ends it as PM2 does and returns its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

type Variables = Readonly<Record<string, string>>;

export function environmentFor(
  database: TestDatabase,
  variables: Variables = {},
): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    DATABASE_URL: database.url,
    DATA_DIR: database.directory,
    ADMIN_API_KEY: TEST_API_KEY,
    HOST: '127.0.0.1',
    // Tests are in more of a hurry than callers.
    RATE_LIMIT_PER_MINUTE: '0',
    ...variables,
  };
}

/** @throws with what the program wrote to standard error. */
export async function migrate(database: TestDatabase, variables: Variables = {}): Promise<void> {
  await promisify(execFile)(process.execPath, ['dist/src/commands/migrate.js'], {
    cwd: ROOT,
    env: environmentFor(database, variables),
  });
}

export async function startInstance(
  database: TestDatabase,
  variables: Variables = {},
): Promise<Instance> {
  const port = await freePort();
  const instance = spawn(process.execPath, ['dist/src/main.js'], {
    cwd: ROOT,
    env: environmentFor(database, { PORT: String(port), ...variables }),
  });
  let output = '';
  instance.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  instance.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, instance, () => output);
  return {
    url,
    pid: instance.pid ?? 0,
    output: () => output,
    stop: async (signal = 'SIGTERM') => {
      if (instance.exitCode !== null || instance.signalCode !== null) return instance.exitCode;
      instance.kill(signal);
      const [code] = (await once(instance, 'exit')) as [number | null];
      return code;
    },
  };
}

async function untilReady(
  url: string,
  instance: ChildProcess,
  output: () => string,
): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && instance.exitCode === null) {
    const isReady = await fetch(`${url}/health/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await sleep(50);
  }
  throw new Error(`the instance did not start: ${output()}`);
}
