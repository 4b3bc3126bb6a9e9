import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { ShortcoreExpressAdapter } from './express-adapter.js';

/** Requests under way get this long at a shutdown; less than PM2 waits before it kills. */
const DRAIN_MS = 5_000;

/** Sends clients elsewhere at a shutdown, and cuts those that are silent or stuck: Node would wait for them without end. */
@Injectable()
export class Drain implements BeforeApplicationShutdown {
  constructor(private readonly host: HttpAdapterHost<ShortcoreExpressAdapter>) {}

  beforeApplicationShutdown(): void {
    this.host.httpAdapter.drain();
    const server = this.host.httpAdapter.getHttpServer();
    setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref();
  }
}
