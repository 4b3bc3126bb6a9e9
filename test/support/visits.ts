import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('../workers/count-redirects.js', import.meta.url));
export const CONNECTION_COUNT = 48;

export interface Visited {
  /** Received redirects by key. */
  readonly served: Readonly<Record<string, number>>;
  readonly servedCount: number;
  /** Requests whose connection closed before the response. */
  readonly brokenOffCount: number;
}

/** Visits links from another process. */
export class Visits {
  #servedCount = 0;
  readonly #done: Promise<Visited>;

  private constructor(private readonly worker: ChildProcess) {
    // A test that fails does not end them, and Jest would wait for them.
    worker.unref();
    worker.channel?.unref();
    this.#done = new Promise((resolve, reject) => {
      worker.on('message', (message: Partial<Visited>) => {
        this.#servedCount = message.servedCount ?? 0;
        if (message.served !== undefined) resolve(message as Visited);
      });
      worker.on('exit', () => reject(new Error('the visiting process has exited')));
    });
  }

  /**
   * @param perSecond the maximum rate. With infinity each connection always has a request in flight.
   * @param after what clients do with a connection after a response.
   */
  static begin(
    serviceUrl: string,
    keys: readonly string[],
    perSecond: number,
    after: 'keep-alive' | 'close' = 'keep-alive',
  ): Visits {
    const { port } = new URL(serviceUrl);
    const options = [port, String(perSecond), String(CONNECTION_COUNT), after];
    return new Visits(fork(WORKER, [...options, ...keys]));
  }

  /** Waits until at least this many redirects were received. */
  async until(servedCount: number): Promise<void> {
    // Rejects when the visiting process exits.
    while (this.#servedCount < servedCount) {
      await Promise.race([once(this.worker, 'message'), this.#done]);
    }
  }

  /** Stops after at least `total` redirects. */
  end(total: number): Promise<Visited> {
    this.worker.send({ total });
    return this.#done;
  }
}
