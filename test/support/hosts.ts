import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestDatabase } from './databases.js';
import { freePort } from './ports.js';
import { readProcess } from './processor-time.js';
import { Service } from './service.js';

const INSTANCE_COUNT = 2;

interface ListedInstance {
  readonly pid: number;
  readonly clicks: { readonly recorded: number };
}

/** A machine that runs the service under PM2: one of several on a database, with a `DATA_DIR` of its own. */
export class Host {
  #service: Service | undefined;

  private constructor(
    private readonly database: TestDatabase,
    private readonly port: string,
    private readonly directory: string,
  ) {}

  static async start(database: TestDatabase, variables: Record<string, string>): Promise<Host> {
    const directory = mkdtempSync(join(tmpdir(), 'shortcore-host-'));
    const host = new Host(database, String(await freePort()), directory);
    await host.start(variables);
    return host;
  }

  /** Starts it again, with the same address and the journals that are left. */
  async start(variables: Record<string, string>): Promise<void> {
    this.#service = await Service.start(this.database, {
      INSTANCES: String(INSTANCE_COUNT),
      LOG_LEVEL: 'warn',
      ...variables,
      PORT: this.port,
      DATA_DIR: this.directory,
    });
    await this.#service.untilOnline(INSTANCE_COUNT);
  }

  get service(): Service {
    if (this.#service === undefined) throw new Error('the host is not started');
    return this.#service;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** How many clicks its running instances have recorded, as they said with their last heartbeat. */
  async recordedCount(): Promise<number> {
    const { items } = (await this.service.call('GET', '/api/v1/admin/instances')) as {
      items: ListedInstance[];
    };
    const pm2 = this.service.pm2Pid();
    const own = items.filter(({ pid }) => isChildOf(pid, pm2));
    return own.reduce((count, { clicks }) => count + clicks.recorded, 0);
  }

  /** Ends all its processes at once, as a loss of power does. */
  async kill(): Promise<void> {
    process.kill(-this.service.pm2Pid(), 'SIGKILL');
    this.service.signalGroup('SIGKILL');
    await this.service.exitCode();
  }

  async stop(): Promise<void> {
    const { process: launcher } = this.service;
    if (launcher.exitCode === null && launcher.signalCode === null) {
      launcher.kill('SIGTERM');
      await once(launcher, 'exit');
    }
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function isChildOf(pid: number, parent: number): boolean {
  try {
    return readProcess(pid).parent === parent;
  } catch {
    return false;
  }
}
