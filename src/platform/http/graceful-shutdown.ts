import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { ShortcoreExpressAdapter } from './express-adapter.js';

/** So long clients with a connection get to hear that this was its last answer, */
const CONNECTION_CLOSE_GRACE_MS = 1_000;
const LOOK_EVERY_MS = 20;
/** and requests under way get this long; less than PM2 waits before it kills. */
const DRAIN_MS = 5_000;

/**
 * At a shutdown sends clients elsewhere, and cuts those that are silent or stuck: Node would cut those
 * that are about to send their next request, and wait for the others without end.
 */
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
