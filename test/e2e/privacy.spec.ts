import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { startInstance, type Instance } from '../support/instance.js';
import { spellingsOf } from '../support/address-encodings.js';
import { countedStats, LEFT_BEHIND_MS } from '../support/statistics.js';
import { filesUnder, traces, whatIsKept, type Kept } from '../support/data-at-rest.js';
import { AMERICAN, visit } from '../support/visitors.js';

/** Bytes and digits of which are hardly anywhere by chance. */
const IPV4 = ['203.177.241.158', '198.233.167.219', '8.211.157.241'];
const IPV6 = ['2a0b:c1d2:e3f4:9586:a7b8:c9da:ebfc:8d9e', '2a0e:b107:9c3d::8bf7'];
const ADDRESSES = [...IPV4, ...IPV6];
const PLANTED = ['197.219.173.251', '2a0f:e4d3:c2b1:a097::9f8e:7d6c'];

/** How proxies may write the same addresses. */
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

/** Visitors may come from pages that only have an address: their own, maybe. */
const REFERERS = [
  ...IPV4.flatMap((address) => [`http://${address}/`, `https://${address}:8080/a?b=${address}`]),
  ...IPV6.map((address) => `http://[${address}]/`),
  ...IPV4.map((address) => `http://[::ffff:${address}]/`),
  ...IPV4.map((address) => `http://${address}./`),
  ...IPV4.map((address) => `http://0x${hexOf(address)}/`),
  ...IPV4.map((address) => `http://${Number.parseInt(hexOf(address), 16)}/`),
  ...ADDRESSES.map((address) => `https://example.com/of/${address}?ip=${address}`),
  ...ADDRESSES.map((address) => `https://${encodeURIComponent(address)}@example.com/`),
  ...IPV4.map((address) => `android-app://${address}/`),
  ...IPV4.map((address) => `android-app://0x${hexOf(address)}/`),
  ...ADDRESSES,
];

function hexOf(address: string): string {
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

  const follow = async (headers: Readonly<Record<string, string>>) => {
    expect(await visit(instance.url, `/${key}`, { ...AMERICAN, ...headers })).toBe(302);
    clickCount++;
  };
  const journals = () =>
    readdirSync(database.directory, { recursive: true })
      .map(String)
      .filter((name) => /\.(?:open|closed)$/.test(name));
  const logOf = (text: string): Kept => ['the log', Buffer.from(text)];

  async function traffic(): Promise<void> {
    for (const forwarded of FORWARDED) await follow({ 'X-Forwarded-For': forwarded });
    for (const address of ADDRESSES) {
      await follow({ 'User-Agent': `${AMERICAN['User-Agent']} (${address})` });
      await visit(instance.url, '/unknown', { 'X-Forwarded-For': address, Referer: address });
      await visit(instance.url, '/api/v1/links', { 'X-Forwarded-For': address });
      await visit(instance.url, '/%', { 'X-Forwarded-For': address });
    }
    for (const referer of REFERERS) await follow({ Referer: referer });
  }

  it('is nowhere while clicks wait in journals, not in the log either', async () => {
    await traffic();
    // The last ones are in the journal that is open.
    for (const address of ADDRESSES) await follow({ 'X-Forwarded-For': address });
    // It is answered after the last click was written.
    await visit(instance.url, `/${key}`, AMERICAN, 'HEAD');
    await instance.stop('SIGKILL');
    log = instance.output();
    expect(journals()).not.toEqual([]);
    expect(traces(ADDRESSES, [...(await whatIsKept(database)), logOf(log)])).toEqual([]);
  });

  it('is nowhere when they are counted', async () => {
    instance = await startInstance(database, variables);
    const api = await Api.of(instance);
    await countedStats(api, key, clickCount, LEFT_BEHIND_MS);
    await eventually(() => journals().length === 0);
    const kept = [...(await whatIsKept(database)), logOf(log + instance.output())];
    expect(traces(ADDRESSES, kept)).toEqual([]);
  });

  it('is not kept as the name of an app either', async () => {
    const [address = ''] = IPV4;
    for (const name of [address, `${address}.`])
      await follow({ Referer: `android-app://${name}/` });
    await countedStats(await Api.of(instance), key, clickCount);
    expect(traces(ADDRESSES, await whatIsKept(database))).toEqual([]);
  });

  describe('would be found', () => {
    it('in a table', async () => {
      const api = await Api.of(instance);
      for (const title of PLANTED) await api.create({ url: 'https://example.com/', title });
      const kept = await whatIsKept(database);
      for (const address of PLANTED) {
        expect(traces([address], kept)).toContain(`${address}, the text, in link.title`);
      }
    });

    it('in a file, in every spelling', async () => {
      const path = join(database.directory, 'planted');
      for (const { name, bytes } of PLANTED.flatMap((address) => spellingsOf(address))) {
        writeFileSync(path, Buffer.concat([Buffer.from('{"a":"'), bytes, Buffer.from('"}\n')]));
        const files = filesUnder(database.directory).filter(([where]) => where === path);
        const found = traces(PLANTED, files);
        expect(found).toContainEqual(expect.stringContaining(`, ${name}, in ${path}`));
      }
      rmSync(path);
    });
  });
});
