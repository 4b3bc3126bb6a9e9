import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { referrerHost } from './referrer.js';

const LONGEST_NAME = `${'a'.repeat(63)}.`.repeat(3) + 'b'.repeat(61);

describe(referrerHost.name, () => {
  it.each([
    ['https://example.com/', 'example.com'],
    ['http://example.com', 'example.com'],
    ['https://News.Example.COM/path?q=secret#part', 'news.example.com'],
    ['https://example.com:8443/', 'example.com'],
    ['  https://example.com/  ', 'example.com'],
    ['http://intranet/page', 'intranet'],
    ['https://under_score.example/', 'under_score.example'],
    ['https://1.example/', '1.example'],
    ['https://127.0.0.1.example/', '127.0.0.1.example'],
    ['https://__proto__/', '__proto__'],
    ['android-app://com.google.android.gm/', 'com.google.android.gm'],
    ['android-app://com.Slack', 'com.slack'],
  ])('%s has the host %s', (referer, host) => {
    expect(referrerHost(referer)).toBe(host);
  });

  it('drops the name and password of a user', () => {
    expect(referrerHost('https://user:secret@example.com/')).toBe('example.com');
    expect(referrerHost('https://good.example@evil.example/')).toBe('evil.example');
  });

  it('converts other scripts to the form used in DNS', () => {
    expect(referrerHost('https://bücher.example/')).toBe('xn--bcher-kva.example');
    expect(referrerHost('https://BÜCHER.example/')).toBe('xn--bcher-kva.example');
    expect(referrerHost('https://xn--bcher-kva.example/')).toBe('xn--bcher-kva.example');
    expect(referrerHost('https://ｅｘａｍｐｌｅ.com/')).toBe('example.com');
  });

  it.each([
    'http://192.0.2.7/',
    'http://192.0.2.7:8080/',
    'http://192.0.2.7./',
    'http://3221225991/',
    'http://0xC0000207/',
    'http://0xc0.0x0.0x2.0x7/',
    'http://0300.0.02.07/',
    'http://192.519/',
    'http://192.0.519/',
    'http://%31%39%32.0.2.7/',
    'http://１９２.0.2.7/',
    'http://192。0。2。7/',
    'http://user@192.0.2.7/',
    'http://[2001:db8::7]/',
    'http://[2001:db8::7]:8080/',
    'http://[::ffff:192.0.2.7]/',
    'http://[::ffff:c000:207]/',
    'android-app://192.0.2.7/',
    'android-app://0xC0000207/',
    'android-app://[2001:db8::7]/',
    'android-app://192.0.2.7./',
  ])('is null for the address %s', (referer) => {
    expect(referrerHost(referer)).toBeNull();
  });

  it.each([
    '',
    ' ',
    'about:blank',
    'example.com',
    '/path',
    '//example.com/',
    'https://',
    'https:///',
    'https://exa mple.com/',
    'https://a<b>.example/',
    'android-app:com.example',
    'android-app://',
    'android-app://com.example;x/',
    'javascript:alert(1)',
    'javascript://example.com/%0aalert(1)',
    'data:text/html,hello',
    'file:///etc/passwd',
    'file://server/share',
    'ftp://example.com/',
    'chrome-extension://abcdefgh/',
    'ios-app://123456/',
    'blob:https://example.com/1234',
  ])('is null for %j', (referer) => {
    expect(referrerHost(referer)).toBeNull();
  });

  it('is at most as long as a host name may be', () => {
    expect(LONGEST_NAME).toHaveLength(253);
    expect(referrerHost(`https://${LONGEST_NAME}/`)).toBe(LONGEST_NAME);
    expect(referrerHost(`https://${LONGEST_NAME}b/`)).toBeNull();
    expect(referrerHost(`https://${'a.'.repeat(8_000)}example/`)).toBeNull();
    expect(referrerHost(`https://example.com/${'a'.repeat(16_000)}`)).toBe('example.com');
  });

  it('is null or a plain name for any text', () => {
    const anyReferer = fc.oneof(
      fc.webUrl({ withQueryParameters: true }),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary' }).map((host) => `https://${host}/`),
      fc.string({ unit: 'binary' }).map((host) => `android-app://${host}`),
    );
    fc.assert(
      fc.property(anyReferer, (referer) => {
        expect(referrerHost(referer) ?? 'null').toMatch(/^[a-z0-9_.-]{1,253}$/);
      }),
    );
  });
});
