import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { Database } from '../../src/platform/database/database.js';
import { ENTITIES } from '../../src/entities.js';
import type { UnitOfWork } from '../../src/cluster/unit-of-work.js';
import { Conflict, KeysTaken } from '../../src/link/link-conflicts.js';
import { LinkTag } from '../../src/link/link-tag.entity.js';
import { LinkStore } from '../../src/link/link.store.js';
import type { NewLink } from '../../src/link/link-fields.js';
import { DEFAULT_SETTINGS } from '../../src/shorten/link-draft.js';
import { unitOfWorkOn } from '../support/unit-of-work.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { openDataSource } from '../support/data-source.js';

describeOnEachDatabase(LinkStore.name, (make) => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let store: LinkStore;
  let unitOfWork: UnitOfWork;
  let nextId = 1;

  beforeAll(async () => {
    database = await make();
    dataSource = await openDataSource(database, ENTITIES);
    const ownDatabase = new Database(dataSource);
    store = new LinkStore(ownDatabase);
    unitOfWork = unitOfWorkOn(ownDatabase);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  function newLink(fields: Partial<NewLink> = {}): NewLink {
    const id = nextId++;
    return {
      ...DEFAULT_SETTINGS,
      id,
      key: `key-${id}`,
      isAlias: false,
      url: 'https://example.com/',
      createdAtMs: 1,
      updatedAtMs: 1,
      apiKeyId: 'tester',
      ...fields,
    };
  }

  const insert = (link: NewLink) => unitOfWork.run((tx) => store.insert(tx, link));

  it('invalidates each alias of many links once, refused ones too', async () => {
    const taken = newLink({ key: 'taken-alias', isAlias: true });
    await insert(taken);
    const targets = await unitOfWork.run(async (tx) => {
      const aliases = ['taken-alias', 'free-alias', 'free-alias'];
      await store.insertMany(tx, [
        newLink(),
        ...aliases.map((key) => newLink({ key, isAlias: true })),
      ]);
      return tx.targets.map(({ linkKey }) => linkKey);
    });
    expect(targets).toEqual(['taken-alias', 'free-alias']);
  });

  it('reads a link as it was inserted, numbers as numbers', async () => {
    const given = newLink({
      id: Number.MAX_SAFE_INTEGER,
      title: '🎉 "quoted" \\ %_',
      tags: ['a', 'ü'],
      externalId: 'round-trip',
      validFromMs: 8.64e15,
      expiresAtMs: -1,
      forwardQuery: true,
      url: `https://example.com/?${'x'.repeat(8000)}`,
    });
    await insert(given);
    const found = await store.get(given.key);
    expect({ ...found }).toMatchObject({ ...given, version: 1, deletedAtMs: null });
  });

  it('lets the unique key decide between a hundred concurrent inserts', async () => {
    const inserts = Array.from({ length: 100 }, () =>
      store.insertPlain(newLink({ key: 'contested' })),
    );
    const outcomes = await Promise.allSettled(inserts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const losses = outcomes.filter(({ status }) => status === 'rejected');
    expect(losses.map((loss) => 'reason' in loss && loss.reason)).toEqual(
      Array(99).fill(expect.any(KeysTaken)),
    );
  });

  it('refuses an id that was used before, as after a restored backup', async () => {
    const { id } = newLink();
    await store.insertPlain(newLink({ id, key: 'before-restore' }));
    const again = newLink({ id, key: 'after-restore', tags: ['tag'] });
    await expect(store.insertPlain(again)).rejects.toThrow(KeysTaken);
    await expect(insert(again)).rejects.toThrow(KeysTaken);
  });

  it('keeps concurrent inserts when a transaction is rolled back', async () => {
    await insert(newLink({ externalId: 'owned' }));
    const keys = Array.from({ length: 50 }, (_, index) => `bystander-${index}`);
    const work = keys.flatMap((key) => [
      insert(newLink({ tags: ['undone'], externalId: 'owned' })).catch(() => 'refused'),
      store.insertPlain(newLink({ key })),
    ]);
    const outcomes = await Promise.all(work);
    expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(50);
    for (const key of keys) expect(await store.get(key)).toMatchObject({ key });
    expect(await dataSource.manager.countBy(LinkTag, { tag: 'undone' })).toBe(0);
  });

  describe('with concurrent changes of one link', () => {
    it('neither deadlocks nor mixes them: each version is one change', async () => {
      const link = await insert(newLink({ key: 'busy', tags: ['0'], externalId: 'busy-0' }));
      const attempt = async (index: number): Promise<boolean> => {
        const current = await store.get('busy');
        const change = { tags: [`${index}`], externalId: `busy-${index}` };
        return unitOfWork
          .run((tx) => store.update(tx, current, change, index))
          .then(
            () => true,
            (error) => {
              if (error instanceof Conflict) return false;
              throw error;
            },
          );
      };
      const results = await Promise.all(
        Array.from({ length: 40 }, (_, index) => attempt(index + 1)),
      );
      const after = await store.get('busy');
      expect(after?.version).toBe(1 + results.filter(Boolean).length);
      expect(after?.externalId).toBe(`busy-${after?.tags[0]}`);
      const tags = await dataSource.manager.findBy(LinkTag, { linkId: link.id });
      expect(tags.map(({ tag }) => tag)).toEqual(after?.tags);
    });
  });
});
