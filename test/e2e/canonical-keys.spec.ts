import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import type { DataSource } from 'typeorm';
import { ENTITIES } from '../../src/entities.js';
import { Link } from '../../src/link/link.entity.js';
import type { LinkBody } from '../support/api.js';
import { openDataSource } from '../support/data-source.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { Instances } from '../support/instances.js';

const LINKS = '/api/v1/links';
const URL = 'https://example.com/';

describeOnEachDatabase('keys of two instances', (make) => {
  let instances: Instances;
  let dataSource: DataSource;

  beforeAll(async () => {
    instances = await Instances.start(await make(), 2);
    dataSource = await openDataSource(instances.database, ENTITIES);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await instances.stop();
  });

  const create = (body: object) => instances.api(0).create({ url: URL, ...body });
  const post = (alias: string) => instances.api(0).post({ url: URL, alias });
  const read = (key: string, suffix = '') =>
    instances.api(1).call('get', `${LINKS}/${encodeURIComponent(key)}${suffix}`);
  const follow = (key: string) => instances.follow(encodeURIComponent(key));
  const codeOf = ({ status, body }: Response) => `${status} ${body.type?.split(':').at(-1)}`;

  /** Makes a link as versions before keys were canonical did. */
  async function createOld(key: string): Promise<string> {
    const { key: temporary, url } = await create({ url: `${URL}${encodeURIComponent(key)}` });
    await dataSource.manager.update(Link, { key: temporary }, { key, isAlias: true });
    return url;
  }

  it.each([
    ['❤️', ['❤', '❤️', '❤︎', '\u200b❤', '❤\u{e0100}']],
    ['🏳️‍🌈', ['🏳‍🌈', '🏳️‍🌈', '🏳︎‍🌈\u2060']],
    ['#️⃣1️⃣', ['#⃣1⃣', '#️⃣1⃣']],
    ['so\u00adft', ['soft', 'so\u00adft', 's\u200do\ufeffft']],
    ['می\u200cروم', ['میروم', 'می\u200cروم']],
    ['e\u034f\u0301t\u00e9', ['\u00e9t\u00e9', 'e\u0301te\u0301']],
  ])('%s leads to one link however it is spelled', async (alias, spellings) => {
    expect(new Set((await Promise.all(spellings.map(follow))).flat())).toEqual(new Set(['404']));
    const { key } = await create({ alias });
    expect(key).toBe(spellings[0]);
    for (const spelling of spellings) {
      expect([spelling, await follow(spelling)]).toEqual([spelling, [URL, URL]]);
      expect((await read(spelling)).body.key).toBe(key);
      expect((await read(spelling, '/stats')).status).toBe(200);
      expect(codeOf(await post(spelling))).toBe('409 alias-taken');
    }
    const { status } = await instances
      .api(1)
      .call('patch', `${LINKS}/${encodeURIComponent(alias)}`, (test) =>
        test.send({ url: `${URL}changed` }),
      );
    expect(status).toBe(200);
    for (const spelling of spellings) {
      expect(await follow(spelling)).toEqual([`${URL}changed`, `${URL}changed`]);
    }
    await instances.api(0).call('delete', `${LINKS}/${encodeURIComponent(alias)}`);
    for (const spelling of spellings) {
      expect(await follow(spelling)).toEqual(['410', '410']);
      expect(codeOf(await post(spelling))).toBe('409 alias-taken');
    }
  });

  it('differ in case, and in characters that only look alike', async () => {
    const aliases = ['paypal', 'Paypal', 'pаypal', '👩‍🚀', '👩🚀', '👍', '👍🏽'];
    const made = await Promise.all(aliases.map((alias) => create({ alias })));
    expect(made.map(({ key }) => key)).toEqual(aliases);
  });

  it('are unique in bulk', async () => {
    const old = '✈️';
    await createOld(old);
    const aliases = ['☀', '☀️', '☀\u200b', 'rain', 'ra\u00adin', '✈', old];
    const links = aliases.map((alias) => ({ url: URL, alias }));
    const { body } = await instances.api(1).post({ links }, `${LINKS}/bulk`);
    const results = body.results as { status: number; link?: LinkBody }[];
    expect(results.map(({ status, link }) => link?.key ?? status)).toEqual([
      '☀',
      409,
      409,
      'rain',
      409,
      409,
      409,
    ]);
  });

  it('are of one link when many claim spellings of it at once', async () => {
    const spellings = ['☎', '☎️', '☎︎', '☎\u200b', '\u2060☎'];
    const answers = await Promise.all([...spellings, ...spellings].map(post));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.toSorted((one, other) => one - other)).toEqual([
      201,
      ...Array<number>(9).fill(409),
    ]);
  });

  it.each([
    ['☂️', ['☂️', '☂', '☂︎']],
    ['☂️☁️', ['☂️☁️', '☂☁', '☂️☁']],
    ['👁️‍🗨️', ['👁️‍🗨️', '👁‍🗨']],
    ['x\ufe0f', ['x\ufe0f']],
    ['ｗｉｄｅ', ['ｗｉｄｅ', 'ｗ\u200bｉｄｅ']],
    ['\ufe0f', ['\ufe0f']],
  ])('that are stored as %j stay reachable', async (old, spellings) => {
    const url = await createOld(old);
    for (const spelling of spellings) {
      expect([spelling, await follow(spelling)]).toEqual([spelling, [url, url]]);
      expect((await read(spelling)).body.key).toBe(old);
    }
    await instances.api(1).call('delete', `${LINKS}/${encodeURIComponent(old)}`);
    for (const spelling of spellings) expect(await follow(spelling)).toEqual(['410', '410']);
  });

  it('are found by their exact form first', async () => {
    const [selected, plain] = [await createOld('☕️⚡️'), await createOld('☕⚡')];
    expect(await follow('☕️⚡️')).toEqual([selected, selected]);
    expect(await follow('☕⚡')).toEqual([plain, plain]);
    expect(await follow('☕︎⚡')).toEqual([plain, plain]);
    expect((await read('☕️⚡️')).body.url).toBe(selected);
  });

  it('are refused if they are the plain form of an old one', async () => {
    await createOld('♨️');
    expect(codeOf(await post('♨'))).toBe('409 alias-taken');
    expect(codeOf(await post('♨️'))).toBe('409 alias-taken');
  });

  it.each([
    [
      'ａｂｃ',
      'alias: variants of characters, such as full-width letters and ligatures, are not allowed; the plain form is "abc"',
    ],
    ['\u200b\ufe0f', 'alias: 1 to 64 letters, digits, marks, emoji, "-" and "_" are allowed'],
    ['a\u200bpi', 'alias: the word is reserved'],
  ])('cannot be %j', async (alias, detail) => {
    const { status, body } = await post(alias);
    expect([status, body.errors]).toEqual([400, [{ pointer: '/alias', detail }]]);
  });

  it('of old links remain their keys in PUT, where new variants are refused', async () => {
    const put = (externalId: string, alias: string) =>
      instances
        .api(0)
        .call('put', `${LINKS}/by-external-id/${externalId}`, (test) =>
          test.send({ url: URL, alias }),
        );
    const { key } = (await put('old', 'temporary')).body;
    await dataSource.manager.update(Link, { key }, { key: 'ｏｌｄ❤️' });
    expect((await put('old', 'ｏｌｄ❤️')).status).toBe(200);
    expect((await put('old', 'ｏｌｄ❤')).status).toBe(200);
    expect(codeOf(await put('old', 'old'))).toBe('409 key-mismatch');
    const { status, body } = await put('new', 'ｎｅｗ');
    expect([status, body.errors[0].pointer]).toEqual([400, '/alias']);
    expect((await put('new', '✂️')).body.key).toBe('✂');
    expect((await put('new', '✂️')).status).toBe(200);
  });
});
