import { describe, expect, it } from '@jest/globals';
import { editHref, linkHref, matchPath, parsePlace, toHref } from './route.js';

describe(matchPath.name, () => {
  it.each(['plain', 'grüße-👍', 'a+b', '100%', 'مرحبا'])(
    'finds the key %s in its address',
    (key) => {
      const { path } = parsePlace(linkHref(key).slice(1));
      expect(matchPath('/links/:key', path)).toEqual({ key });
      expect(matchPath('/links/:key/edit', parsePlace(editHref(key).slice(1)).path)).toEqual({
        key,
      });
    },
  );

  it.each(['/links', '/links/', '/links/a/b', '/other/a', '/links/%E0%A4%A'])(
    'does not match %s',
    (path) => {
      expect(matchPath('/links/:key', path)).toBeUndefined();
    },
  );
});

describe(parsePlace.name, () => {
  it('is the start for an empty address', () => {
    expect(parsePlace('').path).toBe('/');
  });

  it('reads what toHref writes, without empty values', () => {
    const href = toHref('/links', { tag: ['a b', 'c&d'], search: '?#%', state: '' });
    const { path, query } = parsePlace(href.slice(1));
    expect(path).toBe('/links');
    expect([...query]).toEqual([
      ['tag', 'a b'],
      ['tag', 'c&d'],
      ['search', '?#%'],
    ]);
  });
});
