import { expect } from '@jest/globals';
import type { Cluster } from './cluster.js';

type Step = () => Promise<void>;

/** Changes one link at a time through a random instance, and requests it from all instances after each change. */
export class Editor {
  /** Outdated responses, one message for each. */
  readonly stale: string[] = [];
  key = '';
  changeCount = 0;
  #linkCount = 0;
  #urlCount = 0;
  #url = '';
  #isDisabled = false;
  #isDeleted = false;

  constructor(
    private readonly cluster: Cluster,
    private readonly number: number,
  ) {}

  async begin(): Promise<void> {
    await this.#create();
  }

  /** Makes one random change. A request that a killed instance does not answer is repeated on another. */
  async change(): Promise<void> {
    const steps: Step[] = this.#isDisabled
      ? [() => this.#enable(), () => this.#changeUrl(), () => this.#delete()]
      : [
          () => this.#changeUrl(),
          () => this.#changeUrl(),
          () => this.#disable(),
          () => this.#expire(),
        ];
    await pick(steps)();
    this.changeCount++;
    await this.#expectEverywhere();
    if (this.#isDeleted) await this.#create();
  }

  /** Creates a link with an alias that every instance has just cached as unknown. */
  async #create(): Promise<void> {
    this.#linkCount++;
    this.#isDisabled = false;
    this.#isDeleted = false;
    const alias = `hot-${this.number}-${this.#linkCount}`;
    this.key = alias;
    await this.#everywhere(async (pid) => {
      expect((await this.cluster.ask(pid, 'GET', `/${alias}`)).status).toBe(404);
    });
    this.#url = this.#nextUrl();
    await this.#call('POST', '/api/v1/links', { url: this.#url, alias }, [201, 409]);
    await this.#expectEverywhere();
  }

  async #changeUrl(): Promise<void> {
    const url = this.#nextUrl();
    await this.#patch({ url });
    this.#url = url;
  }

  async #disable(): Promise<void> {
    await this.#patch({ disabled: true });
    this.#isDisabled = true;
  }

  async #enable(): Promise<void> {
    await this.#patch({ disabled: false, expiresAt: null });
    this.#isDisabled = false;
  }

  /** An expired link responds 410 like a disabled one. */
  async #expire(): Promise<void> {
    await this.#patch({ expiresAt: new Date(Date.now() - 1).toISOString() });
    this.#isDisabled = true;
  }

  async #delete(): Promise<void> {
    await this.#call('DELETE', `/api/v1/links/${this.key}`, undefined, [204, 410]);
    this.#isDeleted = true;
  }

  #patch(body: object): Promise<void> {
    return this.#call('PATCH', `/api/v1/links/${this.key}`, body, [200]);
  }

  /** Repeats the request until an instance answers. */
  async #call(method: string, path: string, body: object | undefined, statuses: number[]) {
    for (;;) {
      const pid = pick(this.cluster.pids());
      const answer = await this.cluster.ask(pid, method, path, body).catch(() => undefined);
      if (answer === undefined) continue;
      if (!statuses.includes(answer.status)) {
        throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      }
      return;
    }
  }

  async #expectEverywhere(): Promise<void> {
    const expected = this.#isDisabled ? '410' : `302 ${this.#url}`;
    await this.#everywhere(async (pid) => {
      const { status, location } = await this.cluster.ask(pid, 'GET', `/${this.key}`);
      const actual = location === undefined ? String(status) : `${status} ${location}`;
      if (actual !== expected) {
        this.stale.push(`instance ${pid} returned ${actual} for ${this.key}, expected ${expected}`);
      }
    });
  }

  /** Ignores connection errors, because instances are killed meanwhile. */
  async #everywhere(ask: (pid: number) => Promise<void>): Promise<void> {
    await Promise.all(
      this.cluster.pids().map((pid) =>
        ask(pid).catch((error: NodeJS.ErrnoException) => {
          if (error.code === undefined || !/^(ENOENT|ECONN|EPIPE)/.test(error.code)) throw error;
        }),
      ),
    );
  }

  #nextUrl(): string {
    this.#urlCount++;
    return `https://example.com/${this.number}/${this.#urlCount}`;
  }
}

function pick<T>(values: readonly T[]): T {
  return values[Math.floor(Math.random() * values.length)] as T;
}
