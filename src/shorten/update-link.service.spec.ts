import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../platform/config/config.js';
import { DestinationPolicy } from '../link/destination-policy.js';
import type { Link } from '../link/link.entity.js';
import type { LinkStore } from '../link/link.store.js';
import { UpdateLinkService } from './update-link.service.js';

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
  const service = new UpdateLinkService(
    store as unknown as LinkStore,
    new DestinationPolicy(loadConfig({})),
  );
  return { service, log };
}

describe(UpdateLinkService.name, () => {
  it('tries again when somebody else was faster', async () => {
    const lost = undefined;
    const contended = serviceOver({ updates: [lost, lost, link] });
    await contended.service.update('key', { title: 'x' }, {});
    expect(contended.log).toEqual(['update', 'update', 'update']);
  });

  it('does not try again for who named the version', async () => {
    const { service, log } = serviceOver({ updates: [] });
    await expect(service.update('key', { title: 'x' }, { 'if-match': '"2"' })).rejects.toThrow(
      'changed by someone',
    );
    expect(log).toEqual([]);
  });
});
