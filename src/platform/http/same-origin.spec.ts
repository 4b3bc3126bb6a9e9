import { describe, expect, it } from '@jest/globals';
import { isSameOrigin } from './same-origin.js';

const PUBLIC_HOST = 'sho.rt';
const INTERNAL_HOST = 'app:3000';

const judge = (headers: Record<string, string>) =>
  isSameOrigin({ headers: { host: INTERNAL_HOST, ...headers } }, PUBLIC_HOST);

describe(isSameOrigin.name, () => {
  it.each([
    [{ 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'none' }],
    [{ 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }],
    [{ origin: 'https://sho.rt' }],
    [{ origin: 'http://app:3000' }],
    [{ origin: 'https://sho.rt', host: 'SHO.RT' }],
    [{ origin: 'http://localhost:8080', host: 'LocalHost:8080' }],
  ])('is true for %j', (headers) => expect(judge(headers)).toBe(true));

  it.each([
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ 'sec-fetch-site': '' }],
    [{ 'sec-fetch-site': 'same-origin, cross-site' }],
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://sho.rt' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'https://sho.rt.evil.example' }],
    [{ origin: 'https://sho.rt:8443' }],
    [{ origin: 'https://app' }],
    [{ origin: 'null' }],
    [{ origin: '' }],
    [{ origin: 'null', host: '' }],
    [{ origin: 'file://', host: '' }],
    [{ origin: 'chrome-extension://sho.rt' }],
    [{ origin: 'https://[' }],
  ])('is false for %j', (headers) => expect(judge(headers)).toBe(false));

  it('is not known without either header', () => expect(judge({})).toBeUndefined());

  it('is false without a host', () => {
    expect(isSameOrigin({ headers: { origin: 'https://x.example' } }, PUBLIC_HOST)).toBe(false);
  });
});
