import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { migrate, startInstance, type Instance } from '../support/instance.js';

const [ONE, TWO] = ['first-admin-key-0123456789', 'second-admin-key-0123456789'];

describeOnEachDatabase('the first API key', (make) => {
  let database: TestDatabase;
  let instance: Instance | undefined;
  beforeEach(async () => {
    database = await make('empty');
  });
  afterEach(async () => {
    await instance?.stop();
    instance = undefined;
    await database.drop();
  });

  const keyFile = (): string => join(database.directory, 'admin-api-key');

  async function statusOf(secret: string): Promise<number> {
    const headers = { Authorization: `Bearer ${secret}` };
    const { status } = await fetch(`${instance?.url}/api/v1/admin/api-keys`, { headers });
    return status;
  }

  it('is replaced when ADMIN_API_KEY changes, on running instances too', async () => {
    await migrate(database, { ADMIN_API_KEY: ONE });
    instance = await startInstance(database, { ADMIN_API_KEY: ONE });
    expect([await statusOf(ONE), await statusOf(TWO)]).toEqual([200, 401]);
    await migrate(database, { ADMIN_API_KEY: TWO });
    expect([await statusOf(ONE), await statusOf(TWO)]).toEqual([401, 200]);
    await migrate(database, { ADMIN_API_KEY: TWO });
    await migrate(database, { ADMIN_API_KEY: '' });
    expect(await statusOf(TWO)).toBe(200);
    await migrate(database, { ADMIN_API_KEY: ONE });
    expect([await statusOf(ONE), await statusOf(TWO)]).toEqual([200, 401]);
  });

  it('is replaced when it was generated, and its file is removed', async () => {
    await migrate(database, { ADMIN_API_KEY: '' });
    const generated = readFileSync(keyFile(), 'utf8').trim();
    instance = await startInstance(database);
    expect(await statusOf(generated)).toBe(200);
    await migrate(database, { ADMIN_API_KEY: ONE });
    expect([await statusOf(generated), await statusOf(ONE)]).toEqual([401, 200]);
    expect(existsSync(keyFile())).toBe(false);
  });

  it('is not created again after it was revoked', async () => {
    await migrate(database, { ADMIN_API_KEY: ONE });
    instance = await startInstance(database);
    const headers = { Authorization: `Bearer ${ONE}`, 'Content-Type': 'application/json' };
    const path = `${instance.url}/api/v1/admin/api-keys`;
    const body = JSON.stringify({ name: 'other', scopes: ['admin'] });
    const created = await fetch(path, { method: 'POST', headers, body });
    const other = (await created.json()) as { key: string };
    const list = (await (await fetch(path, { headers })).json()) as {
      items: { id: string; name: string }[];
    };
    const first = list.items.find(({ name }) => name === 'first');
    const asOther = { Authorization: `Bearer ${other.key}` };
    await fetch(`${path}/${first?.id}`, { method: 'DELETE', headers: asOther });
    expect(await statusOf(ONE)).toBe(401);
    await migrate(database, { ADMIN_API_KEY: ONE });
    expect([await statusOf(ONE), await statusOf(other.key)]).toEqual([401, 200]);
    await migrate(database, { ADMIN_API_KEY: TWO });
    expect([await statusOf(TWO), await statusOf(other.key)]).toEqual([200, 200]);
  });
});
