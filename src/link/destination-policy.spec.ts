import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  EXACT_DESTINATIONS,
  SERIALIZED_DESTINATIONS,
} from '../../test/corpus/exact-destinations.js';
import { HOSTILE_DESTINATIONS } from '../../test/corpus/hostile-destinations.js';
import { loadConfig } from '../platform/config/config.js';
import { DestinationPolicy } from './destination-policy.js';

function policyWith(variables: Record<string, string> = {}): DestinationPolicy {
  return new DestinationPolicy(loadConfig({ PUBLIC_URL: 'https://sho.rt', ...variables }));
}

const policy = policyWith();
const hostile = Object.entries(HOSTILE_DESTINATIONS).flatMap(([reason, urls]) =>
  urls.map((url) => ({ reason, url })),
);

describe(DestinationPolicy.name, () => {
  it('is tested with at least 100 URLs of each kind', () => {
    expect(new Set(hostile.map(({ url }) => url)).size).toBeGreaterThanOrEqual(100);
    expect(new Set(EXACT_DESTINATIONS).size).toBeGreaterThanOrEqual(100);
  });

  it.each(hostile)('refuses $reason: $url', ({ url }) => {
    expect(policy.check(url)).toEqual({ error: expect.any(String) });
  });

  it.each(EXACT_DESTINATIONS)('keeps %s byte for byte', (url) => {
    expect(policy.check(url)).toEqual({ url });
  });

  it.each(SERIALIZED_DESTINATIONS)('serialises %j as %s', (given, url) => {
    expect(policy.check(given)).toEqual({ url });
  });

  it('stores only printable ASCII, and a URL that browsers parse as the given one', () => {
    const text = fc.oneof(
      fc.webUrl(),
      fc.string({ unit: 'binary' }).map((rest) => `https://example.com/${rest}`),
    );
    fc.assert(
      fc.property(text, (given) => {
        const check = policy.check(given);
        if ('error' in check) return;
        expect(check.url).toMatch(/^[\x21-\x7e]+$/);
        expect(new URL(check.url).href).toBe(new URL(given).href);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses an overlong host without conversion, but accepts long paths in any script', () => {
    const policy = new DestinationPolicy(loadConfig({}));
    const marks = '\u0301\u0323'.repeat(2000);
    for (const start of ['https://a', 'https:a', ' https:/\\a', 'https://%61']) {
      expect(policy.check(`${start}${marks}.example/`)).toEqual({
        error: 'has a host that is not valid',
      });
    }
    expect(policy.check(`https://example.com/${'é'.repeat(1300)}`)).toHaveProperty('url');
  });

  it.each([
    'https://example.com/',
    'https://www.example.org/',
    'https://shop.example/',
    'https://test.com/',
    'https://local.example.com/',
    'https://svc.io/',
    'https://my.local.app/x.local',
    'https://xn--e1afmkfd.xn--p1ai/',
    'https://notonion.com/.onion',
    'https://home.arpa.com/',
    'https://1.1.1.1/',
    'https://[2606:4700:4700::1111]/',
  ])('accepts the public name or address of %s', (url) => {
    expect(policy.check(url)).toEqual({ url });
  });

  it('accepts private addresses with ALLOW_PRIVATE_TARGETS, but never its own address', () => {
    const lenient = policyWith({ ALLOW_PRIVATE_TARGETS: 'true' });
    expect(lenient.check('http://127.0.0.1:8080/x')).toEqual({ url: 'http://127.0.0.1:8080/x' });
    for (const url of ['http://db/', 'http://kubernetes.default.svc/', 'http://a.test/']) {
      expect(lenient.check(url)).toEqual({ url });
    }
    expect(lenient.check('http://localhost/')).toEqual({ url: 'http://localhost/' });
    expect(lenient.check('https://sho.rt./x')).toHaveProperty('error');
    expect(lenient.check('javascript:alert(1)')).toHaveProperty('error');
  });

  it('accepts other ports and, below a path, other paths of its own host', () => {
    const below = policyWith({ PUBLIC_URL: 'https://sho.rt/s' });
    for (const url of ['https://sho.rt/products/a', 'https://sho.rt/shop', 'https://sho.rt/']) {
      expect(below.check(url)).toEqual({ url });
    }
    expect(policy.check('https://sho.rt:8443/a')).toEqual({ url: 'https://sho.rt:8443/a' });
    for (const url of ['https://sho.rt/s', 'https://sho.rt/s/abc', 'http://sho.rt/%73/abc']) {
      expect(below.check(url)).toEqual({ error: 'must not lead back to this service' });
    }
  });

  describe('with ALLOWED_SCHEMES', () => {
    const extended = policyWith({
      ALLOWED_SCHEMES: 'http,https,ws,wss,ftp,mailto,myapp,com.example.app',
    });
    const longPath = '%D0%9C'.repeat(300);

    it.each([
      'mailto:a@example.com',
      'myapp:x',
      `myapp:${longPath}`,
      `myapp://${longPath}`,
      `myapp:///${longPath}`,
      ...['myapp', 'MyApp', 'com.example.app'].flatMap((scheme) =>
        [
          '',
          '/x',
          'home',
          'HOME/7?a=b#c',
          '123/x',
          '2130706433/',
          '127.0.0.1/',
          '[::1]/x',
          '999.999.999.999',
          'localhost:8080',
          'private',
          'sho.rt/x',
          'a%20b/c',
        ].map((rest) => `${scheme}://${rest}`),
      ),
    ])('keeps %s, whose host is no address', (url) => {
      expect(extended.check(url)).toEqual({ url });
    });

    it.each(['http', 'https', 'ws', 'wss', 'ftp'])('checks the addresses of %s', (scheme) => {
      const url = `${scheme}://example.com/x`;
      expect(extended.check(url)).toEqual({ url });
      for (const host of [
        '10.0.0.1',
        '2130706433',
        'LOCALHOST',
        '[::1]',
        'printer.local',
        'files',
      ]) {
        const error = 'must not lead to a private address';
        expect(extended.check(`${scheme}://${host}/`)).toEqual({ error });
      }
      // Not for ftp, which this service does not speak.
      if (scheme !== 'ftp') expect(extended.check(`${scheme}://sho.rt/x`)).toHaveProperty('error');
    });

    it('refuses other schemes, users, and text that is not a URL', () => {
      for (const url of [
        'other://home',
        'myapp://u@home/',
        'myapp://u:p@home/',
        'myapp',
        '//home',
      ]) {
        expect(extended.check(url)).toHaveProperty('error');
      }
    });

    it('refuses overlong hosts of all schemes whose hosts are converted', () => {
      for (const start of [
        'http:',
        'https://',
        'ws:/',
        'wss://',
        'ftp:',
        'file://',
        ' \tmyapp://',
      ]) {
        const error = 'has a host that is not valid';
        expect(extended.check(`${start}${'\u0301\u0323'.repeat(2000)}`)).toEqual({ error });
      }
    });
  });
});
