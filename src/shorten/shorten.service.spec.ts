import { describe, expect, it } from '@jest/globals';
import type { LinkCache } from '../cache/link-cache.js';
import { loadConfig } from '../config/config.js';
import { DestinationPolicy } from '../link/destination/destination-policy.js';
import type { Link } from '../link/link.entity.js';
import type { LinkStore } from '../link/link.store.js';
import type { LinkCreation } from './link-creation.js';
import { ShortenService } from './shorten.service.js';

const URL = 'https://example.com/';

/** Notes in which order the store and the cache are called. */
const link = {
  key: 'key',
  version: 1,
  deletedAtMs: null,
  validFromMs: null,
  expiresAtMs: null,
} as Link;

function serviceOver(outcomes: { updates: (Link | undefined)[] }) {
  const log: string[] = [];
  const write = (name: string) => async () => {
    log.push(name);
    return outcomes.updates.shift();
  };
  const store = { findByKey: async () => link, update: write('update'), delete: write('delete') };
  const creation = {
    underAlias: async () => {
      log.push('insert');
      return link;
    },
  };
  const cache = { invalidate: async (key: string) => void log.push(`invalidate ${key}`) };
  const service = new ShortenService(
    store as unknown as LinkStore,
    creation as unknown as LinkCreation,
    cache as unknown as LinkCache,
    new DestinationPolicy(loadConfig({})),
  );
  return { service, log };
}

describe(ShortenService.name, () => {
  it('invalidates a claimed alias before it answers, as it may have been asked for before', async () => {
    const { service, log } = serviceOver({ updates: [] });
    await service.create({ url: URL, alias: 'key' }, 'api-key');
    expect(log).toEqual(['insert', 'invalidate key']);
  });

  it('invalidates a changed or deleted link behind the change', async () => {
    const changing = serviceOver({ updates: [link] });
    await changing.service.change('key', { title: 'x' });
    expect(changing.log).toEqual(['update', 'invalidate key']);
    const deleting = serviceOver({ updates: [link] });
    await deleting.service.delete('key');
    expect(deleting.log).toEqual(['delete', 'invalidate key']);
  });

  it('tries again when somebody else was faster, and invalidates once', async () => {
    const lost = undefined;
    const contended = serviceOver({ updates: [lost, lost, link] });
    await contended.service.change('key', { title: 'x' });
    expect(contended.log).toEqual(['update', 'update', 'update', 'invalidate key']);
  });

  it('does not try again for who named the version', async () => {
    const { service, log } = serviceOver({ updates: [] });
    await expect(service.change('key', { title: 'x' }, '"2"')).rejects.toThrow(
      'changed by someone',
    );
    expect(log).toEqual([]);
  });
});
