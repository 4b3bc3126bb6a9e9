import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { startInstance, type Instance } from '../support/instance.js';
import { spellingsOf } from '../support/address-encodings.js';
import { countedStats, LEFT_BEHIND_MS } from '../support/statistics.js';
import {
  readFiles,
  findAddresses,
  readStoredData,
  type StoredData,
} from '../support/data-at-rest.js';
import { AMERICAN, visit } from '../support/visitors.js';

/** Their bytes and digits hardly occur by chance. */
const IPV4 = ['203.177.241.158', '198.233.167.219', '8.211.157.241'];
const IPV6 = ['2a0b:c1d2:e3f4:9586:a7b8:c9da:ebfc:8d9e', '2a0e:b107:9c3d::8bf7'];
const ADDRESSES = [...IPV4, ...IPV6];
const PLANTED = ['197.219.173.251', '2a0f:e4d3:c2b1:a097::9f8e:7d6c'];

/** `X-Forwarded-For` values with the same addresses, as proxies may write them. */
const FORWARDED = [
  ...ADDRESSES,
  ...IPV4.map((address) => `::ffff:${address}`),
  ...IPV4.map((address) => `::FFFF:${address}`),
  '2A0B:C1D2:E3F4:9586:A7B8:C9DA:EBFC:8D9E',
  '2a0e:b107:9c3d:0:0:0:0:8bf7',
  '2a0e:b107:9c3d:0000:0000:0000:0000:8bf7',
  `${IPV4[0]}:55123`,
  `[${IPV6[0]}]:55123`,
  `${IPV6[1]}%eth0`,
  `unknown, ${IPV4[1]}`,
  ADDRESSES.join(', '),
];

/** Referrers may contain addresses, even the one of the visitor. */
const REFERERS = [
  ...IPV4.flatMap((address) => [`http://${address}/`, `https://${address}:8080/a?b=${address}`]),
  ...IPV6.map((address) => `http://[${address}]/`),
  ...IPV4.map((address) => `http://[::ffff:${address}]/`),
  ...IPV4.map((address) => `http://${address}./`),
  ...IPV4.map((address) => `http://0x${toHex(address)}/`),
  ...IPV4.map((address) => `http://${Number.parseInt(toHex(address), 16)}/`),
  ...ADDRESSES.map((address) => `https://example.com/of/${address}?ip=${address}`),
  ...ADDRESSES.map((address) => `https://${encodeURIComponent(address)}@example.com/`),
  ...IPV4.map((address) => `android-app://${address}/`),
  ...IPV4.map((address) => `android-app://0x${toHex(address)}/`),
  ...ADDRESSES,
];

function toHex(address: string): string {
  return Buffer.from(address.split('.').map(Number)).toString('hex');
}

describeOnEachDatabase('the address of a visitor', (make) => {
  const variables = { TRUST_PROXY: 'loopback', LOG_LEVEL: 'debug' };
  let database: TestDatabase;
  let instance: Instance;
  let key: string;
  let clickCount = 0;
  let log = '';

  beforeAll(async () => {
    database = await make();
    instance = await startInstance(database, variables);
    key = (await (await Api.of(instance)).create({ url: 'https://example.com/' })).key;
  });
  afterAll(async () => {
    await instance.stop();
    await database.drop();
  });

  const followLink = async (headers: Readonly<Record<string, string>>) => {
    expect(await visit(instance.url, `/${key}`, { ...AMERICAN, ...headers })).toBe(302);
    clickCount++;
  };
  const listJournals = () =>
    readdirSync(database.directory, { recursive: true })
      .map(String)
      .filter((name) => /\.(?:open|closed)$/.test(name));
  const asLog = (text: string): StoredData => ['the log', Buffer.from(text)];

  async function sendRequests(): Promise<void> {
    for (const forwarded of FORWARDED) await followLink({ 'X-Forwarded-For': forwarded });
    for (const address of ADDRESSES) {
      await followLink({ 'User-Agent': `${AMERICAN['User-Agent']} (${address})` });
      await visit(instance.url, '/unknown', { 'X-Forwarded-For': address, Referer: address });
      await visit(instance.url, '/api/v1/links', { 'X-Forwarded-For': address });
      await visit(instance.url, '/%', { 'X-Forwarded-For': address });
    }
    for (const referer of REFERERS) await followLink({ Referer: referer });
  }

  it('is not in the journals, the database or the log while clicks are pending', async () => {
    await sendRequests();
    // These are in the open journal.
    for (const address of ADDRESSES) await followLink({ 'X-Forwarded-For': address });
    // This is answered after the last click is written.
    await visit(instance.url, `/${key}`, AMERICAN, 'HEAD');
    await instance.stop('SIGKILL');
    log = instance.output();
    expect(listJournals()).not.toEqual([]);
    expect(findAddresses(ADDRESSES, [...(await readStoredData(database)), asLog(log)])).toEqual([]);
  });

  it('is nowhere after the clicks are counted', async () => {
    instance = await startInstance(database, variables);
    const api = await Api.of(instance);
    await countedStats(api, key, clickCount, LEFT_BEHIND_MS);
    await eventually(() => listJournals().length === 0);
    const kept = [...(await readStoredData(database)), asLog(log + instance.output())];
    expect(findAddresses(ADDRESSES, kept)).toEqual([]);
  });

  it('is not stored as the name of an app', async () => {
    const [address = ''] = IPV4;
    for (const name of [address, `${address}.`])
      await followLink({ Referer: `android-app://${name}/` });
    await countedStats(await Api.of(instance), key, clickCount);
    expect(findAddresses(ADDRESSES, await readStoredData(database))).toEqual([]);
  });

  describe('would be found', () => {
    it('in a table', async () => {
      const api = await Api.of(instance);
      for (const title of PLANTED) await api.create({ url: 'https://example.com/', title });
      const kept = await readStoredData(database);
      for (const address of PLANTED) {
        expect(findAddresses([address], kept)).toContain(`${address}, the text, in link.title`);
      }
    });

    it('in a file, in every encoding', async () => {
      const path = join(database.directory, 'planted');
      for (const { name, bytes } of PLANTED.flatMap((address) => spellingsOf(address))) {
        writeFileSync(path, Buffer.concat([Buffer.from('{"a":"'), bytes, Buffer.from('"}\n')]));
        const files = readFiles(database.directory).filter(([where]) => where === path);
        const found = findAddresses(PLANTED, files);
        expect(found).toContainEqual(expect.stringContaining(`, ${name}, in ${path}`));
      }
      rmSync(path);
    });
  });
});
