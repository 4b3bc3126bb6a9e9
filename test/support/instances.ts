import Libsql from 'libsql';
import { Api } from './api.js';
import type { TestDatabase } from './databases.js';
import { eventually } from './eventually.js';
import { startInstance, type Instance } from './instance.js';

type Variables = Readonly<Record<string, string>>;

/** Several instances on one database, each with an address of its own. */
export class Instances {
  readonly #all: { instance: Instance; api: Api }[] = [];

  private constructor(readonly database: TestDatabase) {}

  static async start(
    database: TestDatabase,
    count: number,
    variables: Variables = {},
  ): Promise<Instances> {
    const instances = new Instances(database);
    for (let index = 0; index < count; index++) await instances.join(variables);
    return instances;
  }

  async join(variables: Variables = {}): Promise<void> {
    const instance = await startInstance(this.database, variables);
    this.#all.push({ instance, api: await Api.of(instance) });
  }

  api(index: number): Api {
    return this.#at(index).api;
  }

  url(index: number): string {
    return this.#at(index).instance.url;
  }

  signal(index: number, signal: NodeJS.Signals): void {
    process.kill(this.#at(index).instance.pid, signal);
  }

  /** Stops one as a whole for now, but not while it holds the lock on a SQLite file, which nobody could get then. */
  async pause(index: number): Promise<void> {
    for (;;) {
      this.signal(index, 'SIGSTOP');
      if (!(await isLocked(this.database))) return;
      this.resume(index);
    }
  }

  resume(index: number): void {
    this.signal(index, 'SIGCONT');
  }

  /** Ends the one that joined last. */
  async leave(): Promise<void> {
    await this.#all.pop()?.instance.stop('SIGKILL');
  }

  get count(): number {
    return this.#all.length;
  }

  /** What each of them, or those given, answers a visitor. */
  follow(key: string, indices = [...this.#all.keys()]): Promise<string[]> {
    return Promise.all(
      indices.map(async (index) => {
        const { status, headers } = await this.api(index).anonymously('get', `/${key}`);
        return status === 302 ? String(headers['location']) : String(status);
      }),
    );
  }

  async stop(): Promise<void> {
    for (const { instance } of this.#all) await instance.stop('SIGKILL');
    await this.database.drop();
  }

  #at(index: number): { instance: Instance; api: Api } {
    const found = this.#all[index];
    if (found === undefined) throw new Error(`there is no instance ${index}`);
    return found;
  }
}

/** Others that are at work hold the lock for less than a second. */
const LOCKED_MS = 2_000;

async function isLocked({ url }: TestDatabase): Promise<boolean> {
  if (!url.startsWith('sqlite:')) return false;
  const file = new Libsql(url.replace('sqlite:', ''), { timeout: 1 });
  try {
    await eventually(() => canLock(file), LOCKED_MS);
    return false;
  } catch {
    return true;
  } finally {
    file.close();
  }
}

function canLock(file: Libsql.Database): boolean {
  try {
    file.exec('BEGIN IMMEDIATE; ROLLBACK');
    return true;
  } catch {
    return false;
  }
}
