import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('../workers/count-redirects.js', import.meta.url));
const CONNECTION_COUNT = 48;

export interface Visited {
  /** Redirects that the visitors were given, by key. */
  readonly served: Readonly<Record<string, number>>;
  readonly servedCount: number;
  /** Visits that broke off before an answer came. */
  readonly brokenOffCount: number;
}

/** Many visitors in a process of their own. */
export class Visits {
  #servedCount = 0;
  readonly #done: Promise<Visited>;

  private constructor(private readonly worker: ChildProcess) {
    this.#done = new Promise((resolve, reject) => {
      worker.on('message', (message: Partial<Visited>) => {
        this.#servedCount = message.servedCount ?? 0;
        if (message.served !== undefined) resolve(message as Visited);
      });
      worker.on('exit', () => reject(new Error('the visitors are gone')));
    });
  }

  /** @param perSecond at most; infinity keeps a visit under way on each connection. */
  static begin(serviceUrl: string, keys: readonly string[], perSecond: number): Visits {
    const { port } = new URL(serviceUrl);
    return new Visits(fork(WORKER, [port, String(perSecond), String(CONNECTION_COUNT), ...keys]));
  }

  /** Waits until so many were served. */
  async until(servedCount: number): Promise<void> {
    while (this.#servedCount < servedCount) await once(this.worker, 'message');
  }

  /** Ends the visits once at least so many were served. */
  end(total: number): Promise<Visited> {
    this.worker.send({ total });
    return this.#done;
  }
}
