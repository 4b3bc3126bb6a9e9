import { describe, expect, it } from '@jest/globals';
import { EMPTY_LINK } from '../../link-form/link-values.js';
import { conflictingFields, fieldsOfTheirs, merge, needsChoice } from './merge.js';

const base = { ...EMPTY_LINK, url: 'https://example.com/', title: 'Old', tags: ['a'] };
const conflict = {
  base,
  mine: { ...base, title: 'Mine', note: 'mine', maxClicks: '5' },
  theirs: { ...base, title: 'Theirs', tags: ['a', 'b'], maxClicks: '5' },
  version: 2,
};

describe(merge.name, () => {
  it('asks only about fields that both have changed differently', () => {
    expect(conflictingFields(conflict)).toEqual(['title']);
    expect(fieldsOfTheirs(conflict)).toEqual(['tags']);
  });

  it.each([
    ['keeps mine', ['title'] as const, 'Mine'],
    ['takes theirs', [] as const, 'Theirs'],
  ])('%s as chosen, and loses nothing else of either', (_name, kept, title) => {
    expect(merge(conflict, new Set(kept))).toEqual({
      ...base,
      title,
      note: 'mine',
      tags: ['a', 'b'],
      maxClicks: '5',
    });
  });
});

describe(needsChoice.name, () => {
  it('is false if both have made the same change', () => {
    const theirs = { ...base, title: 'Same' };
    const mine = { ...theirs, note: 'mine' };
    expect(needsChoice({ base, mine, theirs, version: 2 })).toBe(false);
    expect(needsChoice(conflict)).toBe(true);
    expect(needsChoice({ ...conflict, mine: { ...base, note: 'mine' } })).toBe(true);
  });
});
