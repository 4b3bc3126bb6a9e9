import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { ShortcoreExpressAdapter } from './express-adapter.js';

/** How long keep-alive clients can get a last answer with `Connection: close`. */
const CONNECTION_CLOSE_GRACE_MS = 1_000;
const LOOK_EVERY_MS = 20;
/** How long requests in flight may take. Less than PM2 waits before it kills. */
const DRAIN_MS = 5_000;

/** Drains at shutdown: Node would cut idle clients at once and wait forever for stuck ones. */
@Injectable()
export class GracefulShutdown implements BeforeApplicationShutdown {
  constructor(private readonly host: HttpAdapterHost<ShortcoreExpressAdapter>) {}

  async beforeApplicationShutdown(): Promise<void> {
    this.host.httpAdapter.drain();
    const server = this.host.httpAdapter.getHttpServer();
    setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref();
    const countConnections = promisify(server.getConnections.bind(server));
    const deadlineMs = performance.now() + CONNECTION_CLOSE_GRACE_MS;
    while (performance.now() < deadlineMs && (await countConnections()) > 0) {
      await sleep(LOOK_EVERY_MS);
    }
  }
}
