import type { TestDatabase } from './databases.js';
import { eventually } from './eventually.js';
import { unreadBytesOf } from './open-connections.js';
import { Service, ServiceError } from './service.js';

/** Long enough for a machine under load. */
const COUNTED_WITHIN_MS = 60_000;

type Counts = Readonly<Record<string, number>>;

/** Several instances under PM2, with links. */
export class ClickedService {
  private constructor(
    readonly service: Service,
    readonly keys: readonly string[],
  ) {}

  static async start(
    database: TestDatabase,
    instanceCount: number,
    linkCount: number,
    variables: Record<string, string> = {},
  ): Promise<ClickedService> {
    const service = await Service.start(database, {
      INSTANCES: String(instanceCount),
      LOG_LEVEL: 'warn',
      ...variables,
    });
    await service.untilOnline(instanceCount);
    const links = await Promise.all(
      Array.from({ length: linkCount }, () =>
        service.call('POST', '/api/v1/links', { url: 'https://example.com/' }),
      ),
    );
    return new ClickedService(
      service,
      links.map((link) => (link as { key: string }).key),
    );
  }

  /** The totals of the API by key. */
  async clicks(): Promise<Counts> {
    const entries = await Promise.all(
      this.keys.map(async (key) => {
        const link = await this.service.call('GET', `/api/v1/links/${key}`);
        return [key, (link as { clicks: { total: number } }).clicks.total] as const;
      }),
    );
    return Object.fromEntries(entries);
  }

  /** After an outage an instance answers 503 until it notices that the database is back. */
  async untilCounted(total: number): Promise<void> {
    const isCounted = async (): Promise<boolean> => {
      try {
        return sum(await this.clicks()) >= total;
      } catch (error) {
        if (error instanceof ServiceError && error.status === 503) return false;
        throw error;
      }
    };
    await eventually(isCounted, COUNTED_WITHIN_MS);
  }

  async pids(): Promise<number[]> {
    const { items } = (await this.service.call('GET', '/api/v1/admin/instances')) as {
      items: { pid: number }[];
    };
    return items.map(({ pid }) => pid);
  }

  /**
   * The instance with the most connections of clients. Connections that are kept stay where they are, and an instance
   * that is still starting has none. Any instance on systems that do not show whose connections are whose.
   */
  async busiestPid(): Promise<number> {
    const { port } = this.service;
    const pids = await this.pids();
    if (process.platform !== 'linux') return pids[0] ?? 0;
    const counts = pids.map((pid) => unreadBytesOf(pid, port).length);
    return pids[counts.indexOf(Math.max(...counts))] ?? 0;
  }

  async stop(): Promise<void> {
    this.service.signalGroup('SIGTERM');
    await this.service.exitCode();
  }
}

export function sum(counts: Counts): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
