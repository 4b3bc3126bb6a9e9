import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { ShortcoreExpressAdapter } from './express-adapter.js';

/** How long open keep-alive connections are awaited; each response tells its client `Connection: close`. */
const CONNECTION_CLOSE_GRACE_MS = 1_000;
const POLL_MS = 20;
/** How long requests in progress may take. Shorter than the kill timeout of PM2. */
const DRAIN_MS = 5_000;
/** Clients of requests that are still not complete then get an answer. */
const EXPIRE_MS = 4_000;

/**
 * Drains connections at shutdown. Node.js alone would close idle connections at once, which fails requests that are
 * being sent, and would wait for stuck requests forever.
 */
@Injectable()
export class GracefulShutdown implements BeforeApplicationShutdown {
  constructor(private readonly host: HttpAdapterHost<ShortcoreExpressAdapter>) {}

  async beforeApplicationShutdown(): Promise<void> {
    const { httpAdapter } = this.host;
    httpAdapter.drain();
    const server = httpAdapter.getHttpServer();
    setTimeout(() => httpAdapter.expireRequests(), EXPIRE_MS).unref();
    setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref();
    const countConnections = promisify(server.getConnections.bind(server));
    const deadlineMs = performance.now() + CONNECTION_CLOSE_GRACE_MS;
    while (performance.now() < deadlineMs && (await countConnections()) > 0) {
      await sleep(POLL_MS);
    }
  }
}
