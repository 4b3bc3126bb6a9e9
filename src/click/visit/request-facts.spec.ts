import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { factsIn } from './request-facts.js';

const NOTHING = {
  userAgent: '',
  referer: '',
  forwardedFor: '',
  wantsPrivacy: false,
  isPrefetch: false,
};

describe(factsIn.name, () => {
  it('knows nothing of a request without headers', () => {
    expect(factsIn([])).toEqual(NOTHING);
  });

  it('finds what tells of the visitor among other headers, in any spelling', () => {
    const headers = ['Host', 'short.example', 'USER-AGENT', 'Firefox', 'accept', '*/*'];
    const facts = factsIn([...headers, 'Referer', 'https://a.example/', 'x-forwarded-For', '::1']);
    expect(facts).toEqual({
      ...NOTHING,
      userAgent: 'Firefox',
      referer: 'https://a.example/',
      forwardedFor: '::1',
    });
  });

  it('takes the first of a header that can be there once, as Node does', () => {
    const facts = factsIn([
      'user-agent',
      'one',
      'User-Agent',
      'two',
      'Referer',
      'a',
      'referer',
      'b',
    ]);
    expect(facts).toMatchObject({ userAgent: 'one', referer: 'a' });
  });

  it('takes all hops, in the order in which they are', () => {
    const facts = factsIn(['X-Forwarded-For', '1.1.1.1, 2.2.2.2', 'x-forwarded-for', '3.3.3.3']);
    expect(facts.forwardedFor).toBe('1.1.1.1, 2.2.2.2,3.3.3.3');
  });

  it.each([
    ['DNT', '1'],
    ['dnt', ' 1 '],
    ['Sec-GPC', '1'],
    ['sec-gpc', '1'],
  ])('heeds the wish for privacy in %s: %s', (name, value) => {
    expect(factsIn([name, value])).toEqual({ ...NOTHING, wantsPrivacy: true });
  });

  it.each([
    ['DNT', '0'],
    ['DNT', 'null'],
    ['DNT', ''],
    ['Sec-GPC', '?0'],
    ['Sec-GPC', '0'],
    ['X-DNT', '1'],
  ])('sees no wish for privacy in %s: %s', (name, value) => {
    expect(factsIn([name, value])).toEqual(NOTHING);
  });

  it('heeds one wish among others', () => {
    expect(factsIn(['DNT', '1', 'Sec-GPC', '0', 'DNT', '0']).wantsPrivacy).toBe(true);
  });

  it.each([
    ['Sec-Purpose', 'prefetch'],
    ['Sec-Purpose', 'prefetch;prerender'],
    ['Sec-Purpose', 'prefetch;anonymous-client-ip'],
    ['Purpose', 'prefetch'],
    ['purpose', ' Prefetch'],
    ['X-Purpose', 'preview'],
    ['X-Moz', 'prefetch'],
  ])('takes %s: %s for a prefetch', (name, value) => {
    expect(factsIn([name, value])).toEqual({ ...NOTHING, isPrefetch: true });
  });

  it.each([
    ['Sec-Purpose', ''],
    ['Purpose', 'navigate'],
    ['X-Moz', 'livebookmarks'],
    ['Sec-Purpose', 'prefetching'],
    ['Sec-Fetch-Dest', 'prefetch'],
    ['Referer', ''],
  ])('does not take %s: %s for a prefetch', (name, value) => {
    expect(factsIn([name, value])).toEqual(NOTHING);
  });

  it('does not fail on any headers, though a value be missing', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (headers) => {
        expect(Object.keys(factsIn([...headers, 'referer']))).toEqual(Object.keys(NOTHING));
      }),
    );
  });
});
