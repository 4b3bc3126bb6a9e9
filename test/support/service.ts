import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestDatabase } from './databases.js';
import { eventually } from './eventually.js';
import { environmentFor, TEST_API_KEY } from './environment.js';
import { freePort } from './ports.js';

/** Of one instance, on a machine that has other things to do. */
const START_TIMEOUT_MS = 30_000;

/** An answer of the API that is no success. */
export class ServiceError extends Error {
  constructor(
    call: string,
    readonly status: number,
  ) {
    super(`${call}: ${status}`);
  }
}

/** The main job, as a person starts it: the launcher, PM2, and the instances. */
export class Service {
  #output = '';
  private constructor(
    readonly process: ChildProcess,
    readonly url: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    for (const stream of [process.stdout, process.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    }
  }

  static async start(
    database: TestDatabase,
    variables: Record<string, string> = {},
  ): Promise<Service> {
    const port = variables['PORT'] ?? String(await freePort());
    const env = environmentFor(database, {
      INSTANCES: '3',
      ...variables,
      PORT: port,
    });
    const launcher = spawn('npm', ['start', '--loglevel=error'], { env, detached: true });
    return new Service(launcher, `http://127.0.0.1:${port}`, env);
  }

  get output(): string {
    return this.#output;
  }

  /** What PM2 calls online, each once. */
  get onlineCount(): number {
    return new Set(this.#output.match(/App \[shortcore:\d+\] online/g)).size;
  }

  async untilOnline(count: number): Promise<void> {
    const isSo = (): boolean => this.onlineCount === count || this.process.exitCode !== null;
    // One after the other.
    await eventually(isSo, count * START_TIMEOUT_MS);
  }

  /** To the whole group, as a terminal does at Ctrl-C. */
  signalGroup(signal: NodeJS.Signals): void {
    if (this.process.pid !== undefined) process.kill(-this.process.pid, signal);
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** The parent of the instances. */
  pm2Pid(): number {
    const path = join(this.env['DATA_DIR'] ?? '', `pm2-${this.port}`, 'pm2.pid');
    return Number(readFileSync(path, 'utf8'));
  }

  /** Replaces the instances as an operator does. */
  async reload(): Promise<void> {
    await promisify(execFile)('npm', ['run', '-s', 'reload'], { env: this.env });
  }

  /** As the admin, by a connection of its own: whichever instance takes it. */
  async call(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        Authorization: `Bearer ${TEST_API_KEY}`,
        'Content-Type': 'application/json',
        Connection: 'close',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new ServiceError(`${method} ${path}`, response.status);
    return response.json();
  }

  async exitCode(): Promise<number | null> {
    const { exitCode, signalCode } = this.process;
    if (exitCode === null && signalCode === null) await once(this.process, 'exit');
    return this.process.exitCode;
  }
}
