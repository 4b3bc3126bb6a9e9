import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ApiKeyNames } from '../../src/auth/api-key-names.js';
import { createApiKey } from '../../src/auth/api-key.js';
import { ApiKey } from '../../src/auth/api-key.entity.js';
import { deleteApiKey } from '../../src/auth/api-key.store.js';
import type { Database } from '../../src/platform/database/database.js';
import { connect, type Connections } from '../support/connections.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';

describeOnEachDatabase(ApiKeyNames.name, (make) => {
  let testDatabase: TestDatabase;
  let connections: Connections;
  let database: Database;

  beforeAll(async () => {
    testDatabase = await make();
    connections = await connect(testDatabase, 1);
    database = connections.databases[0] as Database;
  });
  afterAll(async () => {
    await connections.close();
    await testDatabase.drop();
  });

  async function insertApiKey(name: string): Promise<string> {
    const { apiKey } = createApiKey({ name, scopes: ['admin'], expiresAtMs: null }, 0);
    await database.write((manager) => manager.insert(ApiKey, apiKey));
    return apiKey.id;
  }

  it('finds keys and revoked keys, and no others', async () => {
    const [kept, revoked] = [await insertApiKey('kept'), await insertApiKey('Revoked ❤️')];
    const remove = () => database.transaction((manager) => deleteApiKey(manager, revoked));
    expect([await remove(), await remove()]).toEqual([true, false]);
    const found = await new ApiKeyNames(database).getMany([revoked, 'unknown', kept, kept]);
    expect(Object.fromEntries(found)).toEqual({
      [kept]: { id: kept, name: 'kept' },
      [revoked]: { id: revoked, name: 'Revoked ❤️' },
    });
  });

  it('knows a name after the key is revoked, cached or not', async () => {
    const id = await insertApiKey('soon revoked');
    const names = new ApiKeyNames(database);
    expect(await names.get(id)).toEqual({ id, name: 'soon revoked' });
    await database.transaction((manager) => deleteApiKey(manager, id));
    expect(await names.get(id)).toEqual({ id, name: 'soon revoked' });
    expect(await new ApiKeyNames(database).get(id)).toEqual({ id, name: 'soon revoked' });
  });
});
