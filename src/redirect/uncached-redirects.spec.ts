import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it, jest } from '@jest/globals';
import type { LinkCache } from '../cache/link-cache.js';
import type { LinkStore } from '../link/link.store.js';
import { MetricsRegistry } from '../platform/metrics/metrics-registry.js';
import type { Redirect } from '../link/redirect.js';
import type { RedirectFastPath } from './redirect-fast-path.js';
import { RedirectMetrics } from './redirect.metrics.js';
import { UncachedRedirects } from './uncached-redirects.js';

const REDIRECT = { status: 302 } as Redirect;

/** @param found what the cache finds. */
function serve(
  { method = 'GET', url = '/key' },
  found: () => Promise<Redirect | null>,
  isPlain = true,
) {
  const resolve = jest.fn(found);
  const respond = jest.fn(() => isPlain);
  const redirects = new UncachedRedirects(
    { resolve } as unknown as LinkCache,
    {} as LinkStore,
    { respond } as unknown as RedirectFastPath,
    new RedirectMetrics(new MetricsRegistry()),
  );
  const request = { method, url } as IncomingMessage;
  const declined = jest.fn();
  redirects.serve(request, {} as ServerResponse, declined);
  return { resolve, respond, declined, taken: () => redirects.take(request) };
}

describe(UncachedRedirects.name, () => {
  it.each(['GET', 'HEAD'])('responds to %s of a plain redirect', async (method) => {
    const { respond, declined } = serve({ method }, async () => REDIRECT);
    await new Promise(setImmediate);
    expect(respond).toHaveBeenCalledTimes(1);
    expect(declined).not.toHaveBeenCalled();
  });

  it('leaves a link that does not redirect now to the Nest route, which need not read it again', async () => {
    const { declined, taken } = serve({}, async () => REDIRECT, false);
    await new Promise(setImmediate);
    expect(declined).toHaveBeenCalledTimes(1);
    await expect(taken()).resolves.toBe(REDIRECT);
  });

  it('leaves an unknown key to the Nest route', async () => {
    const { respond, declined, taken } = serve({}, async () => null);
    await new Promise(setImmediate);
    expect(respond).not.toHaveBeenCalled();
    expect(declined).toHaveBeenCalledTimes(1);
    await expect(taken()).resolves.toBeNull();
  });

  it('leaves a failure to the Nest route, which does not ask a database again that is away', async () => {
    const { resolve, declined, taken } = serve({}, () => Promise.reject(new Error('away')));
    await new Promise(setImmediate);
    expect(declined).toHaveBeenCalledTimes(1);
    await expect(taken()).rejects.toThrow('away');
    expect(resolve).toHaveBeenCalledTimes(1);
  });

  it.each([{ method: 'POST' }, { url: '/docs' }, { url: '/a%62' }])(
    'reads nothing for %j',
    async (request) => {
      const { resolve, declined, taken } = serve(request, async () => REDIRECT);
      expect(declined).toHaveBeenCalledTimes(1);
      expect(resolve).not.toHaveBeenCalled();
      expect(taken()).toBeUndefined();
    },
  );
});
