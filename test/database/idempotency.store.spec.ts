import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { IdempotencyResponsePart } from '../../src/idempotency/idempotency-response-part.entity.js';
import {
  IdempotencyStore,
  DuplicateIdempotencyKey,
} from '../../src/idempotency/idempotency.store.js';
import { connect, type Connections } from '../support/connections.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';

const ANSWER = { status: 201, headers: { ETag: '"1"' }, body: '{"a":"ü\\\\🎉"}', aliases: ['ü'] };

function keyOf(id: string, createdAtMs: number) {
  return { id, fingerprint: `of ${id}`, createdAtMs };
}

describeOnEachDatabase('the tables of idempotency keys', (make) => {
  let database: TestDatabase;
  let connections: Connections;
  let store: IdempotencyStore;
  let other: IdempotencyStore;
  beforeEach(async () => {
    database = await make();
    connections = await connect(database, 2);
    const [one, two] = connections.databases.map((each) => new IdempotencyStore(each));
    store = one as IdempotencyStore;
    other = two as IdempotencyStore;
  });
  afterEach(async () => {
    await connections.close();
    await database.drop();
  });

  const partCount = () =>
    connections.databases[0]?.read((manager) => manager.count(IdempotencyResponsePart));

  it('give an answer back as it was, be it long', async () => {
    const long = { ...ANSWER, body: 'ü"\\'.repeat(100_000) };
    await store.saveAlone(keyOf('a', 1), long);
    expect(await other.find('a')).toEqual({ key: keyOf('a', 1), answer: long });
    expect(await partCount()).toBeGreaterThan(10);
    expect(await other.find('b')).toBeUndefined();
  });

  it('let nobody use a key twice, and nothing happen of what is done with it', async () => {
    await store.saveAlone(keyOf('a', 1), ANSWER);
    await expect(other.saveAlone(keyOf('a', 2), ANSWER)).rejects.toThrow(DuplicateIdempotencyKey);
    expect((await store.find('a'))?.key.createdAtMs).toBe(1);
    expect(await partCount()).toBe(1);
  });

  it('forget those that were used before, with their answers', async () => {
    for (let index = 0; index < 130; index++) {
      await store.saveAlone(keyOf(String(index), index), ANSWER);
    }
    expect(await other.deleteBefore(120)).toBe(100);
    expect(await other.deleteBefore(120)).toBe(20);
    expect(await other.deleteBefore(120)).toBe(0);
    expect(await partCount()).toBe(10);
    expect(await store.find('119')).toBeUndefined();
    expect((await store.find('120'))?.answer).toEqual(ANSWER);
  });

  it('keep the answer of a key that is used anew while it is being forgotten', async () => {
    await store.saveAlone(keyOf('a', 1), ANSWER);
    await store.delete(['a'], 100);
    await other.saveAlone(keyOf('a', 200), ANSWER);
    await store.delete(['a'], 100);
    expect((await store.find('a'))?.answer).toEqual(ANSWER);
  });
});
