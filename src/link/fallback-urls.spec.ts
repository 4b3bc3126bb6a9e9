import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../platform/config/config.js';
import { FallbackUrls } from './fallback-urls.js';

const load = (variables: Record<string, string>) =>
  new FallbackUrls(loadConfig({ PUBLIC_URL: 'https://sho.rt', ...variables }));

describe(FallbackUrls.name, () => {
  it('are as they are given, or not there', () => {
    expect(load({})).toEqual({ home: undefined, notFound: undefined });
    const variables = { HOME_URL: 'https://example.com/%2F?', NOT_FOUND_URL: 'https://müller.de/' };
    expect(load(variables)).toEqual({
      home: 'https://example.com/%2F?',
      notFound: 'https://xn--mller-kva.de/',
    });
  });

  it.each([
    ['HOME_URL', 'example.com', 'is not an absolute URL'],
    ['HOME_URL', 'javascript:alert(1)', 'must have one of the schemes'],
    ['NOT_FOUND_URL', 'http://127.0.0.1/', 'must not lead to a private address'],
    ['NOT_FOUND_URL', 'https://sho.rt/none', 'must not lead back to this service'],
    ['NOT_FOUND_URL', 'https://me:hush@example.com/', 'must not contain a user or password'],
  ])('%s cannot be %s', (name, value, reason) => {
    expect(() => load({ [name]: value })).toThrow(`${name} ${reason}`);
  });

  it('can be private if destinations can', () => {
    const variables = { ALLOW_PRIVATE_TARGETS: 'true', HOME_URL: 'http://intranet/' };
    expect(load(variables).home).toBe('http://intranet/');
  });
});
