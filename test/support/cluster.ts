import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { json, text } from 'node:stream/consumers';
import type { MakeDatabase, TestDatabase } from './databases.js';
import { eventually } from './eventually.js';
import { TEST_API_KEY } from './environment.js';
import { Service } from './service.js';

const DIRECT_SOCKET = new URL('../workers/direct-socket.js', import.meta.url).href;
const LOAD = fileURLToPath(new URL('../workers/load.js', import.meta.url));
/** Of all links under load together. */
const VISITS_PER_SECOND = 2_500;

export interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: unknown;
}

/** The service under PM2, whose instances can be asked one by one, and links under load. */
export class Cluster {
  #load: ChildProcess | undefined;

  private constructor(
    private readonly service: Service,
    private readonly database: TestDatabase,
    private readonly sockets: string,
  ) {}

  static async start(make: MakeDatabase, instanceCount: number): Promise<Cluster> {
    const database = await make();
    const sockets = mkdtempSync(join(tmpdir(), 'shortcore-'));
    const service = await Service.start(database, {
      INSTANCES: String(instanceCount),
      NODE_OPTIONS: `--import=${DIRECT_SOCKET}`,
      DIRECT_SOCKETS: sockets,
      LOG_LEVEL: 'warn',
    });
    await service.untilOnline(instanceCount);
    const cluster = new Cluster(service, database, sockets);
    await eventually(() => cluster.pids().length === instanceCount);
    return cluster;
  }

  async stop(): Promise<void> {
    this.#load?.disconnect();
    this.service.signalGroup('SIGTERM');
    await this.service.exitCode();
    rmSync(this.sockets, { recursive: true });
    await this.database.drop();
  }

  /** Of the instances that live, or did a moment ago. */
  pids(): number[] {
    return readdirSync(this.sockets).map((name) => Number.parseInt(name, 10));
  }

  kill(pid: number): void {
    rmSync(join(this.sockets, `${pid}.sock`), { force: true });
    process.kill(pid, 'SIGKILL');
  }

  /** Asks one instance. @throws when it dies before it answers. */
  async ask(pid: number, method: string, path: string, body?: object): Promise<Answer> {
    const asked = request({
      socketPath: join(this.sockets, `${pid}.sock`),
      method,
      path,
      headers: { Authorization: `Bearer ${TEST_API_KEY}`, 'Content-Type': 'application/json' },
    });
    asked.end(body === undefined ? undefined : JSON.stringify(body));
    const [response] = await once(asked, 'response');
    const { statusCode: status, headers } = response;
    const isJson = String(headers['content-type']).includes('json');
    const content: unknown = await (isJson ? json(response) : text(response));
    return { status, location: headers.location, body: content };
  }

  /** Has these links visited in turn, from now on. Returns the visits until now. */
  async load(keys: readonly string[]): Promise<{ total: number; failed: number }> {
    const { port } = new URL(this.service.url);
    this.#load ??= fork(LOAD, [port, String(VISITS_PER_SECOND)]);
    this.#load.send({ keys });
    const [visits] = await once(this.#load, 'message');
    return visits;
  }
}
