import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { describeOnEachDatabase } from '../support/databases.js';
import { sharedInstance } from '../support/instance-fixture.js';

const LINKS = '/api/v1/links';
const API_KEYS = '/api/v1/admin/api-keys';
const URL = 'https://example.com/';

/** What counts as one, two or more characters somewhere; each is one code point or two. */
const CHARACTERS = ['a', '\u00e9', '\u4e2d', '\u{1d11e}', '\u2708\ufe0f', '\u{1f44d}\u{1f3fd}'];
/** As many code points as given, and other ones each time. */
function textOf(character: string, count: number): string {
  const id = randomUUID().replaceAll('-', '');
  const rest = Math.max(count - id.length, 0);
  const repeated = Array.from(character.repeat(rest)).slice(0, rest).join('');
  return `${id.slice(0, count - rest)}${repeated}`;
}

describeOnEachDatabase('the longest texts', (make) => {
  const running = sharedInstance(make);

  it.each(
    CHARACTERS.flatMap((character) => [
      ['title', 512, character] as const,
      ['note', 2000, character] as const,
      ['externalId', 255, character] as const,
      ['tags', 64, character] as const,
    ]),
  )(
    '%s is stored with %i code points, and refused with one more: %j',
    async (field, max, character) => {
      const text = textOf(character, max);
      const value = (text: string) => (field === 'tags' ? [text, 'x'] : text);
      const created = await running.api.post({ url: URL, [field]: value(text) });
      expect([created.status, created.body[field]]).toEqual([201, value(text)]);
      const read = await running.api.call('get', `${LINKS}/${created.body.key}`);
      expect(read.body[field]).toEqual(value(text));
      const patched = await running.api.call('patch', `${LINKS}/${created.body.key}`, (test) =>
        test.send({ [field]: value(`${text}b`) }),
      );
      for (const { status, body } of [
        patched,
        await running.api.post({ url: URL, [field]: value(`${text}b`) }),
      ]) {
        expect([status, body.errors]).toEqual([
          400,
          [{ pointer: `/${field}`, detail: expect.stringContaining(`text of 1 to ${max} `) }],
        ]);
      }
    },
  );

  it.each(CHARACTERS)('the name of an API key has 100 code points: %j', async (character) => {
    const name = textOf(character, 100);
    const create = (name: string) => running.api.post({ name, scopes: ['links:read'] }, API_KEYS);
    const { status, body } = await create(name);
    expect([status, body.name]).toEqual([201, name]);
    const refused = await create(`${name}b`);
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, '/name']);
    await running.api.call('delete', `${API_KEYS}/${body.id}`);
  });

  it('an external id in a path has 255 code points', async () => {
    const externalId = textOf('\u{1d11e}', 255);
    const put = (id: string) =>
      running.api.call('put', `${LINKS}/by-external-id/${encodeURIComponent(id)}`, (test) =>
        test.send({ url: URL }),
      );
    const { status, body } = await put(externalId);
    expect([status, body.externalId]).toEqual([201, externalId]);
    expect((await put(`${externalId}b`)).status).toBe(400);
  });

  it.each(['a', '\u{20bb7}', '\u0e01'])('an alias has 64 code points: %j', async (character) => {
    const alias = textOf(character, 64);
    const { status, body } = await running.api.post({ url: URL, alias });
    expect([status, body.key]).toEqual([201, alias]);
    expect((await running.api.post({ url: URL, alias: `${alias}b` })).status).toBe(400);
  });

  it('all of them fit into one link', async () => {
    const fields = {
      alias: textOf('\u{20bb7}', 64),
      title: textOf('\u{1d11e}', 512),
      externalId: textOf('\u{1d11e}', 255),
      // Control characters are the longest in JSON.
      tags: Array.from({ length: 50 }, () => textOf('\u0001', 64)),
      url: URL + 'x'.repeat(8192 - URL.length),
    };
    const { key, ...created } = await running.api.create(fields);
    expect(created).toMatchObject({ url: fields.url, tags: fields.tags });
    const { body } = await running.api.call('get', `${LINKS}/${encodeURIComponent(key)}`);
    expect(body).toMatchObject({ key: fields.alias, title: fields.title, tags: fields.tags });
  });

  it('filters of lists are as long', async () => {
    const query = new URLSearchParams({
      search: '%'.repeat(100) + '\u{1d11e}'.repeat(100),
      externalId: '\u{1d11e}'.repeat(255),
      tag: '\u{1d11e}'.repeat(64),
    });
    const { status, body } = await running.api.call('get', `${LINKS}?${query.toString()}`);
    expect([status, body.items]).toEqual([200, []]);
    for (const [name, value] of query) {
      const longer = await running.api.call(
        'get',
        `${LINKS}?${name}=${encodeURIComponent(value)}b`,
      );
      expect([name, longer.status]).toEqual([name, 400]);
    }
  });

  it('an idempotency key has 255 characters', async () => {
    const create = (key: string) =>
      running.api.call('post', LINKS, (test) =>
        test.set('Idempotency-Key', key).send({ url: URL }),
      );
    const key = textOf('k', 255);
    expect([(await create(key)).status, (await create(key)).status]).toEqual([201, 201]);
    expect((await create(`${key}b`)).status).toBe(400);
  });
});
