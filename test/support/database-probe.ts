import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('../workers/probe-database.js', import.meta.url));

/** Uses a database all the time, from a process of its own. */
export class DatabaseProbe {
  private constructor(private readonly worker: ChildProcess) {
    worker.once('exit', (code) => {
      if (code !== 0) throw new Error(`the probe has ended with ${code}`);
    });
  }

  /** @param url of a database of the version before the migrations, with links. */
  static async start(url: string, work: 'read' | 'write'): Promise<DatabaseProbe> {
    const worker = fork(WORKER, [url, work]);
    await once(worker, 'message');
    return new DatabaseProbe(worker);
  }

  /** The longest time that one use took since the last call, in milliseconds. */
  async longestMs(): Promise<number> {
    this.worker.send('report');
    const [ms] = (await once(this.worker, 'message')) as [number];
    return ms;
  }

  stop(): void {
    this.worker.disconnect();
  }
}
