import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../config/config.js';
import { DestinationPolicy } from '../link/destination/destination-policy.js';
import type { Link } from '../link/link.entity.js';
import type { LinkStore } from '../link/link.store.js';
import { ShortenService } from './shorten.service.js';

const link = {
  key: 'key',
  version: 1,
  deletedAtMs: null,
  validFromMs: null,
  expiresAtMs: null,
} as Link;

/** Notes in which order the store is called. */
function serviceOver(outcomes: { updates: (Link | undefined)[] }) {
  const log: string[] = [];
  const write = (name: string) => async () => {
    log.push(name);
    return outcomes.updates.shift();
  };
  const store = { get: async () => link, update: write('update') };
  const service = new ShortenService(
    store as unknown as LinkStore,
    new DestinationPolicy(loadConfig({})),
  );
  return { service, log };
}

describe(ShortenService.name, () => {
  it('tries again when somebody else was faster', async () => {
    const lost = undefined;
    const contended = serviceOver({ updates: [lost, lost, link] });
    await contended.service.change('key', { title: 'x' }, {});
    expect(contended.log).toEqual(['update', 'update', 'update']);
  });

  it('does not try again for who named the version', async () => {
    const { service, log } = serviceOver({ updates: [] });
    await expect(service.change('key', { title: 'x' }, { 'if-match': '"2"' })).rejects.toThrow(
      'changed by someone',
    );
    expect(log).toEqual([]);
  });
});
