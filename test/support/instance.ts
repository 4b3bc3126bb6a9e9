import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestDatabase } from './databases.js';
import { environmentFor } from './environment.js';
import { eventually } from './eventually.js';
import { freePort } from './ports.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_TIMEOUT_MS = 60_000;
/** Asking more often would slow down the start on a machine of few cores. */
const ASK_EVERY_MS = 100;

/** Has an instance answer every request through Nest, as it logs every redirect. */
export const WITHOUT_FAST_PATH = { LOG_LEVEL: 'debug' };

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

/** @throws with what the program wrote to standard error. */
export async function migrate(database: TestDatabase, variables: Variables = {}): Promise<void> {
  await promisify(execFile)(process.execPath, ['dist/src/commands/migrate.js'], {
    cwd: ROOT,
    env: environmentFor(database, variables),
  });
}

/** @param directory of the built application. */
export async function startInstance(
  database: TestDatabase,
  variables: Variables = {},
  directory = ROOT,
): Promise<Instance> {
  const port = await freePort();
  const instance = spawn(process.execPath, ['dist/src/main.js'], {
    cwd: directory,
    env: environmentFor(database, { PORT: String(port), ...variables }),
  });
  let output = '';
  instance.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  instance.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, () => {
    if (instance.exitCode !== null) throw new Error(`the instance ended: ${output}`);
  });
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

/** @throws what `assertAlive` throws, or when the instance takes too long. */
export async function untilReady(url: string, assertAlive = (): void => {}): Promise<void> {
  const isReady = (): Promise<boolean> => {
    assertAlive();
    return fetch(`${url}/health/ready`).then(
      (response) => response.ok,
      () => false,
    );
  };
  await eventually(isReady, START_TIMEOUT_MS, ASK_EVERY_MS);
}
