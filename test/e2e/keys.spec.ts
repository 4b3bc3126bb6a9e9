import { expect, it } from '@jest/globals';
import { describeOnEachDatabase } from '../support/databases.js';
import { runningInstance } from '../support/instance-fixture.js';

const ONE_CHARACTER_KEYS = 62;

describeOnEachDatabase('generated keys', (make) => {
  const running = runningInstance(make, { KEY_LENGTH: '1' });

  it('skip existing aliases and get longer when all keys of a length are used', async () => {
    const aliases = ['a', 'Z', '7'];
    for (const alias of aliases) await running.api.create({ url: 'https://example.com/', alias });
    const keys: string[] = [];
    while (keys.length < 80)
      keys.push((await running.api.create({ url: 'https://example.com/' })).key);
    expect(new Set([...keys, ...aliases]).size).toBe(keys.length + aliases.length);
    // An alias uses an id of the counter too, and the key of that id is never generated.
    const short = keys.filter((key) => key.length === 1);
    expect(short.length).toBeLessThanOrEqual(ONE_CHARACTER_KEYS - aliases.length);
    expect(short.length).toBeGreaterThanOrEqual(ONE_CHARACTER_KEYS - 2 * aliases.length);
    expect(keys.slice(short.length).every((key) => key.length === 2)).toBe(true);
  });
});

describeOnEachDatabase('keys generated in bulk', (make) => {
  const running = runningInstance(make, { KEY_LENGTH: '1' });

  it('skip existing aliases', async () => {
    const aliases = [...'abcdefghij'];
    for (const alias of aliases) await running.api.create({ url: 'https://example.com/', alias });
    const links = Array.from({ length: 60 }, () => ({ url: 'https://example.com/' }));
    const { status, body } = await running.api.post({ links }, '/api/v1/links/bulk');
    expect(status).toBe(201);
    const keys = body.results.map(({ link }: { link: { key: string } }) => link.key);
    expect(new Set([...keys, ...aliases]).size).toBe(70);
  });
});
