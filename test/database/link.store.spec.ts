import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { Database } from '../../src/platform/database/database.js';
import { ENTITIES } from '../../src/entities.js';
import { LinkTag } from '../../src/link/link-tag.entity.js';
import { LinkStore } from '../../src/link/link.store.js';
import type { NewLink } from '../../src/link/new-link.js';
import { DEFAULT_SETTINGS } from '../../src/shorten/link-input.js';
import { announcerOn } from '../support/publisher.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { openDataSource } from '../support/data-source.js';

describeOnEachDatabase(LinkStore.name, (make) => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let store: LinkStore;
  let nextId = 1;

  beforeAll(async () => {
    database = await make();
    dataSource = await openDataSource(database, ENTITIES);
    store = new LinkStore(new Database(dataSource), announcerOn(dataSource));
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

  it('gives back what it was given, numbers as numbers', async () => {
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
    await store.insert(given);
    const found = await store.get(given.key);
    expect({ ...found }).toMatchObject({ ...given, version: 1, deletedAtMs: null });
  });

  it('lets the unique key decide among a hundred who insert at once', async () => {
    const inserts = Array.from({ length: 100 }, () => store.insert(newLink({ key: 'contested' })));
    const winners = (await Promise.all(inserts)).filter((link) => link !== undefined);
    expect(winners).toHaveLength(1);
  });

  it('skips an id that was handed out before, as after a restored backup', async () => {
    const { id } = newLink();
    await store.insert(newLink({ id, key: 'before-restore' }));
    expect(await store.insert(newLink({ id, key: 'after-restore' }))).toBeUndefined();
  });

  it('keeps what others insert while a transaction is undone', async () => {
    await store.insert(newLink({ externalId: 'owned' }));
    const keys = Array.from({ length: 50 }, (_, index) => `bystander-${index}`);
    const work = keys.flatMap((key) => [
      store.insert(newLink({ tags: ['undone'], externalId: 'owned' })).catch(() => 'refused'),
      store.insert(newLink({ key })),
    ]);
    const outcomes = await Promise.all(work);
    expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(50);
    for (const key of keys) expect(await store.get(key)).toMatchObject({ key });
    expect(await dataSource.manager.countBy(LinkTag, { tag: 'undone' })).toBe(0);
  });

  describe('changing one link from many sides', () => {
    it('neither deadlocks nor mixes: each version is one change', async () => {
      const link = await store.insert(newLink({ key: 'busy', tags: ['0'], externalId: 'busy-0' }));
      if (link === undefined) throw new Error('not inserted');
      const attempt = async (index: number): Promise<boolean> => {
        const current = await store.get('busy');
        if (current === null) throw new Error('lost');
        const change = { tags: [`${index}`], externalId: `busy-${index}` };
        return (await store.update(current, change, index)) !== undefined;
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
