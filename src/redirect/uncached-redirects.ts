import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { LinkCache } from '../cache/link-cache.js';
import { LinkStore } from '../link/link.store.js';
import { Redirect } from '../link/redirect.js';
import { RedirectFastPath } from './redirect-fast-path.js';
import { RedirectMetrics } from './redirect.metrics.js';
import { parsePlainKey } from './request-target.js';

/** Reads links that are not cached before Express sees the request, which takes longer than the read. */
@Injectable()
export class UncachedRedirects {
  readonly #found = new WeakMap<IncomingMessage, Promise<Redirect | null>>();

  constructor(
    private readonly cache: LinkCache,
    private readonly links: LinkStore,
    private readonly fastPath: RedirectFastPath,
    private readonly metrics: RedirectMetrics,
  ) {}

  /** Responds to a plain redirect. Everything else takes the Nest route, which gets what was found by `take`. */
  readonly serve = (
    request: IncomingMessage,
    response: ServerResponse,
    takeNestRoute: () => void,
  ): void => {
    const { method, url = '' } = request;
    const key = method === 'GET' || method === 'HEAD' ? parsePlainKey(url) : undefined;
    if (key === undefined) {
      takeNestRoute();
      return;
    }
    const startedAtMs = performance.now();
    const found = this.cache.resolve(key, () => this.load(key), this.assertUp);
    const decline = (): void => {
      this.#found.set(request, found);
      this.metrics.begin(request, startedAtMs);
      takeNestRoute();
    };
    const respond = (redirect: Redirect | null): void => {
      if (redirect === null || !this.fastPath.respond(redirect, request, response)) decline();
      else this.metrics.database.add(redirect.status, startedAtMs);
    };
    found.then(respond, decline);
  };

  /** What was found for a request that was declined. */
  take(request: IncomingMessage): Promise<Redirect | null> | undefined {
    return this.#found.get(request);
  }

  /** Throws Problem `database-unavailable` in an outage. */
  readonly assertUp = (): void => this.links.assertUp();

  readonly load = async (key: string): Promise<Redirect | null> => {
    const target = await this.links.findTarget(key);
    return target === null ? null : new Redirect(target);
  };
}
