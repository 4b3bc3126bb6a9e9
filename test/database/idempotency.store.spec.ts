import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Transaction } from '../../src/cluster/unit-of-work.js';
import type { IdempotencyKey } from '../../src/idempotency/idempotency-key.entity.js';
import { IdempotencyResponsePart } from '../../src/idempotency/idempotency-response-part.entity.js';
import { IdempotencyStore, type ApiResponse } from '../../src/idempotency/idempotency.store.js';
import { Database } from '../../src/platform/database/database.js';
import { connect, type Connections } from '../support/connections.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';

const RESPONSE = { status: 201, headers: { ETag: '"1"' }, body: '{"a":"ü\\\\🎉"}', aliases: ['ü'] };

function keyOf(id: string, createdAtMs: number): IdempotencyKey {
  return { id, fingerprint: `of ${id}`, createdAtMs };
}

describeOnEachDatabase(IdempotencyStore.name, (make) => {
  let database: TestDatabase;
  let connections: Connections;
  let one: Database;
  let two: Database;
  let store: IdempotencyStore;
  let other: IdempotencyStore;
  beforeEach(async () => {
    database = await make();
    connections = await connect(database, 2);
    [one, two] = connections.databases as [Database, Database];
    store = new IdempotencyStore(one);
    other = new IdempotencyStore(two);
  });
  afterEach(async () => {
    await connections.close();
    await database.drop();
  });

  const save = (key: IdempotencyKey, response: ApiResponse = RESPONSE): Promise<void> =>
    one.transaction(async (manager) => {
      const tx = new Transaction(manager);
      expect(await store.insertKey(tx, key)).toBe(true);
      await store.saveResponse(tx, key.id, response);
    });
  const partCount = () => one.read((manager) => manager.count(IdempotencyResponsePart));

  it('reads a response as it was saved, however long', async () => {
    const long = { ...RESPONSE, body: 'ü"\\'.repeat(100_000) };
    await save(keyOf('a', 1), long);
    expect(await other.find('a')).toEqual({ key: keyOf('a', 1), response: long });
    expect(await partCount()).toBeGreaterThan(10);
    expect(await other.find('b')).toBeUndefined();
  });

  it('says that a key is used, and finds its response in the same transaction', async () => {
    await save(keyOf('a', 1));
    const found = await two.transaction(async (manager) => {
      const tx = new Transaction(manager);
      expect(await other.insertKey(tx, keyOf('a', 2))).toBe(false);
      return other.find('a', tx);
    });
    expect(found).toEqual({ key: keyOf('a', 1), response: RESPONSE });
    expect((await store.find('a'))?.key.createdAtMs).toBe(1);
    expect(await partCount()).toBe(1);
  });

  it('has a second transaction wait for the first, whose response it then finds', async () => {
    let commit = (): void => undefined;
    const committed = new Promise<void>((resolve) => (commit = resolve));
    let claim = (): void => undefined;
    const claimed = new Promise<void>((resolve) => (claim = resolve));
    const first = one.transaction(async (manager) => {
      const tx = new Transaction(manager);
      await store.insertKey(tx, keyOf('a', 1));
      claim();
      await committed;
      await store.saveResponse(tx, 'a', RESPONSE);
    });
    await claimed;
    const second = two.transaction(async (manager) => {
      const tx = new Transaction(manager);
      expect(await other.insertKey(tx, keyOf('a', 2))).toBe(false);
      return other.find('a', tx);
    });
    setTimeout(commit, 50);
    await first;
    expect((await second)?.response).toEqual(RESPONSE);
  });

  it('deletes keys that were used before a time, with their responses', async () => {
    for (let index = 0; index < 130; index++) await save(keyOf(String(index), index));
    expect(await other.deleteBefore(120)).toBe(100);
    expect(await other.deleteBefore(120)).toBe(20);
    expect(await other.deleteBefore(120)).toBe(0);
    expect(await partCount()).toBe(10);
    expect(await store.find('119')).toBeUndefined();
    expect((await store.find('120'))?.response).toEqual(RESPONSE);
  });

  it('keeps the response of a key that is used again while it is being deleted', async () => {
    await save(keyOf('a', 1));
    await store.delete(['a'], 100);
    await save(keyOf('a', 200));
    await store.delete(['a'], 100);
    expect((await store.find('a'))?.response).toEqual(RESPONSE);
  });
});
