import { describe, expect, it } from '@jest/globals';
import { readUtm, writeUtm } from './utm.js';

describe(writeUtm.name, () => {
  it.each([
    ['https://example.com/a', 'https://example.com/a?utm_source=x'],
    ['https://example.com/a?', 'https://example.com/a?utm_source=x'],
    ['https://example.com/a#top', 'https://example.com/a?utm_source=x#top'],
    ['https://example.com/?b=%2F+&c', 'https://example.com/?b=%2F+&c&utm_source=x'],
    ['https://example.com/?utm_source=old&b', 'https://example.com/?utm_source=x&b'],
    ['https://example.com/?a?b#c?d', 'https://example.com/?a?b&utm_source=x#c?d'],
  ])('writes into %s', (url, written) => {
    expect(writeUtm(url, 'source', 'x')).toBe(written);
  });

  it('encodes what has a meaning in URLs, and reads it back', () => {
    const url = writeUtm('https://example.com/', 'campaign', 'a&b=c #ü');
    expect(url).toBe('https://example.com/?utm_campaign=a%26b%3Dc%20%23%C3%BC');
    expect(readUtm(url).campaign).toBe('a&b=c #ü');
  });

  it.each([
    ['https://example.com/?utm_source=old', 'https://example.com/'],
    ['https://example.com/?a&utm_source=old#x', 'https://example.com/?a#x'],
  ])('removes an empty parameter of %s', (url, written) => {
    expect(writeUtm(url, 'source', '')).toBe(written);
  });
});
