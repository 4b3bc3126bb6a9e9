import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeOnEachDatabase } from '../support/databases.js';
import { Instances } from '../support/instances.js';

const BULK = '/api/v1/links/bulk';
const URL = 'https://example.com/';

interface Result {
  readonly status: number;
  readonly link?: { readonly key: string; readonly url: string };
  readonly problem?: {
    readonly type: string;
    readonly detail: string;
    readonly errors?: { readonly pointer: string }[];
  };
}

describeOnEachDatabase('POST /links/bulk', (make) => {
  let instances: Instances;
  beforeAll(async () => {
    instances = await Instances.start(await make(), 3);
  });
  afterAll(() => instances.stop());

  const post = (links: unknown, at = 0) => instances.api(at).post({ links }, BULK);
  const createMany = async (links: readonly unknown[], at = 0): Promise<Result[]> =>
    (await post(links, at)).body.results;
  const toText = ({ status, problem }: Result) =>
    problem === undefined ? status : `${status} ${problem.type.split(':').at(-1)}`;

  it('creates a thousand links in one request, in order', async () => {
    const urls = Array.from({ length: 1000 }, (_, index) => `${URL}${index}`);
    const { status, body } = await post(urls.map((url) => ({ url })));
    expect(status).toBe(201);
    expect(body.results.map((result: Result) => result.link?.url)).toEqual(urls);
    const keys = body.results.map((result: Result) => result.link?.key);
    expect(new Set(keys).size).toBe(1000);
    for (const index of [0, 500, 999]) {
      expect(await instances.follow(keys[index])).toEqual(Array(3).fill(urls[index]));
    }
  });

  it('creates links with thousands of tags in one request', async () => {
    const tags = Array.from({ length: 50 }, (_, index) => `tag ${index} ${'é'.repeat(50)}`);
    const { status, body } = await post(Array.from({ length: 100 }, () => ({ url: URL, tags })));
    expect(status).toBe(201);
    expect(body.results[99].link.tags).toEqual(tags);
    const found = await instances
      .api(0)
      .call('get', '/api/v1/links', (test) => test.query({ tag: [tags[0], tags[49]], limit: 200 }));
    expect(found.body.items).toHaveLength(100);
  });

  it('creates the other links when some have problems', async () => {
    const [alias, externalId] = [randomUUID(), randomUUID()];
    await instances.api(1).create({ url: URL, alias: `taken-${alias}`, externalId });
    const { status, body, headers } = await post([
      { url: URL },
      { url: 'javascript:alert(1)' },
      { url: URL, alias },
      { url: URL, alias },
      { url: URL, alias: `taken-${alias}` },
      { url: URL, externalId },
      { url: URL, externalId: alias, tags: ['a', 'b'] },
      { url: URL, externalId: alias },
      { url: 'http://127.0.0.1/', alias: 'no good', unknown: 1 },
      'not an object',
      null,
      [{ url: URL }],
      JSON.parse('{ "url": "https://example.com/", "__proto__": { "title": "x" } }'),
      { url: URL, constructor: 1 },
      { url: URL, title: 'the last' },
    ]);
    expect(status).toBe(207);
    expect(body.results[1].problem.instance).toBe(headers['x-request-id']);
    const invalid = '400 validation-failed';
    expect(body.results.map(toText)).toEqual([
      201,
      invalid,
      201,
      '409 alias-taken',
      '409 alias-taken',
      '409 external-id-taken',
      201,
      '409 external-id-taken',
      ...Array(6).fill(invalid),
      201,
    ]);
    const { problem } = body.results[8] as Result;
    const pointers = problem?.errors?.map(({ pointer }) => pointer).toSorted();
    expect(pointers).toEqual(['/alias', '/unknown', '/url']);
    expect(await instances.follow(alias)).toEqual(Array(3).fill(URL));
    const tagged = await instances.api(2).call('get', `/api/v1/links?tag=a&externalId=${alias}`);
    expect(tagged.body.items).toHaveLength(1);
  });

  it('has the same results as if the links were created one by one', async () => {
    let runCount = 0;
    const nameArbitrary = fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: undefined });
    const itemsArbitrary = fc.array(
      fc.record({ alias: nameArbitrary, externalId: nameArbitrary }),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    await fc.assert(
      fc.asyncProperty(itemsArbitrary, itemsArbitrary, async (before, items) => {
        runCount++;
        const named = (name: string | undefined) => name && `${name}-${runCount}-${process.pid}`;
        const links = [...before, ...items].map(({ alias, externalId }) => ({
          url: URL,
          alias: named(alias),
          externalId: named(externalId),
        }));
        const taken = new Set<string>();
        const expected = links.map(({ alias, externalId }) => {
          if (taken.has(`alias ${alias}`)) return '409 alias-taken';
          if (taken.has(`id ${externalId}`)) return '409 external-id-taken';
          if (alias !== undefined) taken.add(`alias ${alias}`);
          if (externalId !== undefined) taken.add(`id ${externalId}`);
          return 201;
        });
        const first = await createMany(links.slice(0, before.length));
        const second = await createMany(links.slice(before.length), 1);
        expect([...first, ...second].map(toText)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('gives each alias to one of several concurrent requests', async () => {
    const prefix = randomUUID();
    const aliases = Array.from({ length: 100 }, (_, index) => `${prefix}-${index}`);
    const answers = await Promise.all(
      [0, 1, 2, 0, 1, 2].map((at, caller) => {
        const mine = caller % 2 === 0 ? aliases : aliases.toReversed();
        return createMany(
          mine.map((alias) => ({ url: `${URL}${caller}`, alias, externalId: alias })),
          at,
        );
      }),
    );
    const all = answers.flat();
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([201, 409]));
    const made = all.filter(({ status }) => status === 201).map(({ link }) => link?.key);
    expect(new Set(made)).toEqual(new Set(aliases));
    expect(made).toHaveLength(aliases.length);
  });

  it('reuses existing links, and earlier ones of the same request', async () => {
    const url = URL + randomUUID();
    const other = URL + randomUUID();
    const { key } = await instances.api(0).create({ url });
    const results = await createMany([
      { url, reuseExisting: true },
      { url: other, reuseExisting: true },
      { url: other, reuseExisting: true },
      { url: other },
      { url: other, title: 'x', reuseExisting: true },
    ]);
    expect(results.map(({ status }) => status)).toEqual([200, 201, 200, 201, 201]);
    expect(results[0]?.link?.key).toBe(key);
    expect(results[2]?.link?.key).toBe(results[1]?.link?.key);
  });

  it.each([
    [[]],
    [Array.from({ length: 1001 }, () => ({ url: URL }))],
    ['x'],
    [null],
    [{ url: URL }],
  ])('refuses the whole request unless it has 1 to 1000 links: %#', async (links) => {
    const { status, body } = await post(links);
    expect([status, body.errors[0].pointer]).toEqual([400, '/links']);
  });

  it('creates a thousand links with as many tags as there may be', async () => {
    const tags = Array.from({ length: 50 }, (_, at) => `tag ${at}`);
    const links = Array.from({ length: 1000 }, () => ({ url: URL, tags }));
    const { status, body } = await post(links);
    expect(status).toBe(201);
    expect(body.results.at(-1).link.tags).toEqual(tags);
    const tagged = await instances.api(1).call('get', '/api/v1/links?limit=1&tag=tag%2049');
    expect(tagged.body.items[0].key).toBe(body.results.at(-1).link.key);
  });

  it('lists errors of each item, and no more than a thousand if there are more', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`n${at}`, 0]));
    const invalid = Array.from({ length: 500 }, () => ({ url: URL, ...unknown }));
    const results = await createMany([{ url: URL }, ...invalid]);
    const counts = results.map(({ problem }) => problem?.errors?.length ?? 0);
    expect(counts).toEqual([0, ...Array(16).fill(60), 40, ...Array(483).fill(1)]);
    const details = results.map(({ problem }) => problem?.detail);
    expect(details[16]).toBe('The request has fields that are not valid.');
    expect(details.slice(17)).toEqual([
      expect.stringContaining('more errors than the 40 listed'),
      ...Array(483).fill(expect.stringContaining('more errors than the 1 listed')),
    ]);
  });

  it('lists a hundred errors of an item that has more', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`n${at}`, 0]));
    const [result] = await createMany([{ url: URL, ...unknown }]);
    expect(result?.problem?.errors).toHaveLength(100);
    expect(result?.problem?.detail).toContain('more errors than the 100 listed');
  });

  it('accepts a body of up to 10 MiB, where other requests accept 1', async () => {
    const long = URL + 'x'.repeat(8000);
    const { status } = await post(Array.from({ length: 1000 }, () => ({ url: long })));
    expect(status).toBe(201);
    const tooMany = await post(
      Array.from({ length: 1000 }, () => ({ url: long, title: 'y'.repeat(3000) })),
    );
    expect([tooMany.status, tooMany.body.type]).toEqual([
      413,
      'urn:shortcore:problem:body-too-large',
    ]);
    const single = await instances.api(0).post({ url: URL, title: 'y'.repeat(1024 * 1024) });
    expect(single.status).toBe(413);
  });
});
