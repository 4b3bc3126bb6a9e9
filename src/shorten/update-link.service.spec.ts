import { describe, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import type { PendingChanges } from '../cluster/pending-changes.js';
import { Transaction, type UnitOfWork } from '../cluster/unit-of-work.js';
import { Conflict } from '../link/link-conflicts.js';
import type { Link } from '../link/link.entity.js';
import type { LinkStore } from '../link/link.store.js';
import { ReportedLinks } from '../link/reported-links.js';
import { UpdateLinkService } from './update-link.service.js';

const link = {
  key: 'key',
  version: 1,
  deletedAtMs: null,
  validFromMs: null,
  expiresAtMs: null,
} as Link;

/** @param conflictCount how many updates fail before one succeeds. */
function createService(conflictCount: number) {
  let attemptCount = 0;
  const update = async (): Promise<Link> => {
    if (++attemptCount <= conflictCount) throw new Conflict();
    return link;
  };
  const links = { get: async () => link, update } as unknown as LinkStore;
  const unitOfWork = {
    run: (work: (tx: Transaction) => Promise<Link>) => work(new Transaction({} as EntityManager)),
  } as unknown as UnitOfWork;
  const pending = { awaitLinks: async () => undefined } as unknown as PendingChanges;
  const service = new UpdateLinkService(links, unitOfWork, new ReportedLinks(links, pending));
  return { service, attempts: () => attemptCount };
}

describe(UpdateLinkService.name, () => {
  it('tries again after a conflict', async () => {
    const { service, attempts } = createService(2);
    await service.update('key', { title: 'x' }, {});
    expect(attempts()).toBe(3);
  });

  it('does not try a change of a version that is not the current one', async () => {
    const { service, attempts } = createService(0);
    const update = service.update('key', { title: 'x' }, { 'if-match': '"2"' });
    await expect(update).rejects.toThrow('changed by someone');
    expect(attempts()).toBe(0);
  });
});
