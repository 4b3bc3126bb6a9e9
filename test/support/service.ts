import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { TestDatabase } from './databases.js';
import { eventually } from './eventually.js';
import { environmentFor } from './instance.js';
import { freePort } from './ports.js';

/** The main job, as a person starts it: the launcher, PM2, and the instances. */
export class Service {
  #output = '';
  private constructor(
    readonly process: ChildProcess,
    readonly url: string,
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
    return new Service(launcher, `http://127.0.0.1:${port}`);
  }

  get output(): string {
    return this.#output;
  }

  /** What PM2 calls online, each once. */
  get onlineCount(): number {
    return new Set(this.#output.match(/App \[shortcore:\d+\] online/g)).size;
  }

  async untilOnline(count: number): Promise<void> {
    await eventually(() => this.onlineCount === count || this.process.exitCode !== null);
  }

  /** To the whole group, as a terminal does at Ctrl-C. */
  signalGroup(signal: NodeJS.Signals): void {
    if (this.process.pid !== undefined) process.kill(-this.process.pid, signal);
  }

  async exitCode(): Promise<number | null> {
    const { exitCode, signalCode } = this.process;
    if (exitCode === null && signalCode === null) await once(this.process, 'exit');
    return this.process.exitCode;
  }
}
