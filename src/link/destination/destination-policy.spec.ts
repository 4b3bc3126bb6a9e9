import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  EXACT_DESTINATIONS,
  SERIALIZED_DESTINATIONS,
} from '../../../test/corpus/exact-destinations.js';
import { HOSTILE_DESTINATIONS } from '../../../test/corpus/hostile-destinations.js';
import { loadConfig } from '../../config/config.js';
import { DestinationPolicy } from './destination-policy.js';

function policyWith(variables: Record<string, string> = {}): DestinationPolicy {
  return new DestinationPolicy(loadConfig({ PUBLIC_URL: 'https://sho.rt', ...variables }));
}

const policy = policyWith();
const hostile = Object.entries(HOSTILE_DESTINATIONS).flatMap(([why, urls]) =>
  urls.map((url) => ({ why, url })),
);

describe(DestinationPolicy.name, () => {
  it('is tried on corpora of some size', () => {
    expect(new Set(hostile.map(({ url }) => url)).size).toBeGreaterThanOrEqual(100);
    expect(new Set(EXACT_DESTINATIONS).size).toBeGreaterThanOrEqual(100);
  });

  it.each(hostile)('refuses $why: $url', ({ url }) => {
    expect(policy.judge(url)).toEqual({ objection: expect.any(String) });
  });

  it.each(EXACT_DESTINATIONS)('keeps %s byte for byte', (url) => {
    expect(policy.judge(url)).toEqual({ url });
  });

  it.each(SERIALIZED_DESTINATIONS)('writes %j as %s', (given, url) => {
    expect(policy.judge(given)).toEqual({ url });
  });

  it('lets only printable ASCII through, and nothing that a browser reads as another URL', () => {
    const text = fc.oneof(
      fc.webUrl(),
      fc.string({ unit: 'binary' }).map((rest) => `https://example.com/${rest}`),
    );
    fc.assert(
      fc.property(text, (given) => {
        const verdict = policy.judge(given);
        if ('objection' in verdict) return;
        expect(verdict.url).toMatch(/^[\x21-\x7e]+$/);
        expect(new URL(verdict.url).href).toBe(new URL(given).href);
      }),
      { numRuns: 2000 },
    );
  });

  it('does not convert a host that is longer than any, and takes long paths in any script', () => {
    const policy = new DestinationPolicy(loadConfig({}));
    const marks = '\u0301\u0323'.repeat(2000);
    for (const start of ['https://a', 'https:a', ' https:/\\a', 'https://%61']) {
      expect(policy.judge(`${start}${marks}.example/`)).toEqual({
        objection: 'has a host that is not valid',
      });
    }
    expect(policy.judge(`https://example.com/${'é'.repeat(1300)}`)).toHaveProperty('url');
  });

  it('accepts private addresses where they are allowed, and its own address nowhere', () => {
    const lenient = policyWith({ ALLOW_PRIVATE_TARGETS: 'true' });
    expect(lenient.judge('http://127.0.0.1:8080/x')).toEqual({ url: 'http://127.0.0.1:8080/x' });
    expect(lenient.judge('http://localhost/')).toEqual({ url: 'http://localhost/' });
    expect(lenient.judge('https://sho.rt./x')).toHaveProperty('objection');
    expect(lenient.judge('javascript:alert(1)')).toHaveProperty('objection');
  });

  it('accepts the schemes it is told to, and looks at their hosts all the same', () => {
    const extended = policyWith({ ALLOWED_SCHEMES: 'https,mailto,myapp,ftp' });
    for (const url of [
      'mailto:a@example.com',
      'myapp://open/x',
      'myapp:x',
      'ftp://example.com/x',
    ]) {
      expect(extended.judge(url)).toEqual({ url });
    }
    for (const url of [
      'myapp://127.0.0.1/',
      'myapp://2130706433/',
      'myapp://LOCALHOST/',
      'myapp://u@host/',
      'ftp://10.0.0.1/',
      'http://example.com/',
    ]) {
      expect(extended.judge(url)).toHaveProperty('objection');
    }
  });
});
