import { describe, expect, it } from '@jest/globals';
import { OwnAddress } from './own-address.js';

const isOwn = (publicUrl: string, url: string): boolean =>
  new OwnAddress(publicUrl).includes(new URL(url));

describe(OwnAddress.name, () => {
  it.each([
    'https://host.example/s',
    'https://host.example/s/',
    'https://host.example/s?x',
    'https://host.example/s#x',
    'https://host.example/s/abc',
    'https://host.example/s/api/v1/links',
    'https://host.example:443/s/abc',
    'http://host.example/s/abc',
    'http://host.example:80/s/abc',
    'HTTPS://HOST.EXAMPLE/s/abc',
    'https://host.example./s/abc',
    'https://host%2Eexample/s/abc',
    'https://host.example//s//abc',
    'https://host.example/./s/abc',
    'https://host.example/products/../s/abc',
    'https://host.example/products/%2e%2E/s/abc',
    'https://host.example/products%2F..%2Fs/abc',
    'https://host.example/%73/abc',
    'https://host.example/s%2Fabc',
    'https://host.example/s%2fabc',
    'https://host.example/s/..%2Fproducts',
    'https://host.example\\s\\abc',
  ])('recognises %s below the path of PUBLIC_URL', (url) => {
    expect(isOwn('https://host.example/s', url)).toBe(true);
  });

  it.each([
    'https://host.example',
    'https://host.example/',
    'https://host.example/products/a',
    'https://host.example/shop',
    'https://host.example/S/abc',
    'https://host.example/products/s/abc',
    'https://host.example/?/s/abc',
    'https://host.example/#/s/abc',
    'https://host.example/s/../products/a',
    'https://host.example/%2573/abc',
    'https://host.example:8443/s/abc',
    'http://host.example:8080/s/abc',
    'https://www.host.example/s/abc',
    'https://example/s/abc',
    'ftp://host.example/s/abc',
    'myapp://host.example/s/abc',
    'myapp://host.example:443/s/abc',
  ])('does not take %s for this service', (url) => {
    expect(isOwn('https://host.example/s', url)).toBe(false);
  });

  it.each([
    ['https://host.example/a/b', 'https://host.example/a/b/c', true],
    ['https://host.example/a/b', 'https://host.example/a/bc', false],
    ['https://host.example/a/b', 'https://host.example/a', false],
    ['https://host.example/k%C3%BCrzer', 'https://host.example/kürzer/abc', true],
    ['https://host.example/k%c3%bcrzer', 'https://host.example/k%C3%BCrzer/abc', true],
    ['https://host.example/%FF', 'https://host.example/%ff/abc', true],
    ['https://host.example:8443', 'https://host.example:8443/abc', true],
    ['https://host.example:8443', 'http://host.example:8443/abc', true],
    ['https://host.example:8443', 'https://host.example/abc', false],
    ['https://münchen.example', 'https://xn--mnchen-3ya.example/abc', true],
    ['https://MÜNCHEN.example.', 'https://münchen.example/abc', true],
    ['http://8.8.8.8', 'http://134744072/abc', true],
    ['http://8.8.8.8', 'http://[::ffff:8.8.8.8]/abc', true],
    ['http://[2606:4700::1111]', 'http://[2606:4700:0::1111]/abc', true],
    ['http://localhost:3000', 'http://127.0.0.1:3000/abc', true],
    ['http://localhost:3000', 'http://[::1]:3000/abc', true],
    ['http://localhost:3000', 'http://0.0.0.0:3000/abc', true],
    ['http://localhost:3000', 'http://a.localhost:3000/abc', true],
    ['http://localhost:3000', 'http://localhost:8080/abc', false],
    ['http://localhost:3000', 'http://localhost/abc', false],
  ])('of %s: whether it includes %s is %s', (publicUrl, url, expected) => {
    expect(isOwn(publicUrl, url)).toBe(expected);
  });
});
