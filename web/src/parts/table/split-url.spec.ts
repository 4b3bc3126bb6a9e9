import { describe, expect, it } from '@jest/globals';
import { splitUrl } from './split-url.js';

describe(splitUrl.name, () => {
  it.each([
    ['https://example.com/', 'https://', 'example.com', ''],
    ['https://example.com', 'https://', 'example.com', ''],
    ['http://[::1]:8080/a?b#c', 'http://', '[::1]:8080', '/a?b#c'],
    ['https://example.com?a=b', 'https://', 'example.com', '?a=b'],
    ['myapp://home/7', 'myapp://', 'home', '/7'],
    ['mailto:someone@example.com', '', '', 'mailto:someone@example.com'],
  ])('%s', (url, scheme, host, head) => {
    expect(splitUrl(url)).toEqual({ scheme, host, head, tail: '' });
  });

  it('keeps the end of a long path, and loses nothing between', () => {
    const url = `https://example.com/${'path/'.repeat(20)}?page=7`;
    const { scheme, host, head, tail } = splitUrl(url);
    expect(scheme + host + head + tail).toBe(url);
    expect(tail).toBe('h/path/?page=7');
  });
});
