import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { Config } from '../../platform/config/config.js';
import type { TrustProxy } from '../../platform/config/values.js';
import { ClientAddress } from '../../platform/http/client-address.js';
import { readVisitHeaders, type VisitHeaders } from './visit-headers.js';
import { anonymousVisit } from './visit.js';
import { VisitDescriber } from './visit-describer.js';
import type { VisitorSalts } from './visitor-salts.js';

const TODAY = 20_000;
const TOMORROW = TODAY + 1;
const ADDRESS = '85.214.132.117';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';
const CRAWLER = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

/** Has a salt for every day, unless `getSalt` is mocked otherwise. */
function createDescriber({ trustProxy = false }: { trustProxy?: TrustProxy } = {}) {
  const getSalt = jest.fn((day: number): string | undefined => `salt of ${day}`);
  const config = { trustProxy, geoipDatabase: undefined } as unknown as Config;
  const salts = { get: getSalt } as unknown as VisitorSalts;
  const describer = new VisitDescriber(config, salts, new ClientAddress(config));
  return { getSalt, describer };
}

function visitHeaders(userAgent: string, more: IncomingHttpHeaders = {}): VisitHeaders {
  return readVisitHeaders({ 'user-agent': userAgent, ...more });
}

describe(VisitDescriber.name, () => {
  it('describes the referrer, the country and the software of a visitor', () => {
    const { describer } = createDescriber();
    const headers = visitHeaders(IPHONE, { referer: 'https://news.example/today' });
    expect(describer.describe(headers, ADDRESS, TODAY)).toEqual({
      class: 'human',
      visitor: expect.any(Number),
      referrer: 'news.example',
      country: 'DE',
      browser: 'Safari',
      operatingSystem: 'iOS',
      device: 'mobile',
    });
  });

  it('uses the forwarded address if the proxy is trusted', () => {
    const headers = visitHeaders(FIREFOX, { 'x-forwarded-for': '8.8.8.8' });
    const through = (trustProxy: TrustProxy) =>
      createDescriber({ trustProxy }).describer.describe(headers, ADDRESS, TODAY);
    expect([through(1).country, through(false).country]).toEqual(['US', 'DE']);
    expect(through(1).visitor).not.toBe(through(false).visitor);
  });

  it('has neither visitor nor country without a valid address', () => {
    const { describer } = createDescriber();
    expect(describer.describe(visitHeaders(FIREFOX), '', TODAY)).toMatchObject({
      class: 'human',
      visitor: null,
      country: null,
      browser: 'Firefox',
    });
  });

  describe('keeps only the class', () => {
    const referer = { referer: 'https://news.example/' };

    it.each([
      [
        'of a prefetch',
        'prefetch',
        visitHeaders(FIREFOX, { 'sec-purpose': 'prefetch', ...referer }),
      ],
      ['of a prefetch by a bot', 'prefetch', visitHeaders(CRAWLER, { purpose: 'prefetch' })],
      ['of a bot', 'bot', visitHeaders(CRAWLER, referer)],
      ['of a visitor without User-Agent', 'bot', visitHeaders('', referer)],
      ['of a bot that sends DNT', 'bot', visitHeaders(CRAWLER, { dnt: '1' })],
      ['of a human that sends DNT', 'human', visitHeaders(FIREFOX, { dnt: '1', ...referer })],
      ['of a human that sends GPC', 'human', visitHeaders(FIREFOX, { 'sec-gpc': '1', ...referer })],
    ] as const)('%s', (_title, clickClass, headers) => {
      const { describer } = createDescriber();
      expect(describer.describe(headers, ADDRESS, TODAY)).toEqual(anonymousVisit(clickClass));
    });
  });

  describe('the visitor hash', () => {
    it('differs by address and by User-Agent', () => {
      const { describer } = createDescriber();
      const visits = [
        describer.describe(visitHeaders(FIREFOX), ADDRESS, TODAY),
        describer.describe(visitHeaders(FIREFOX), '85.214.132.118', TODAY),
        describer.describe(visitHeaders(IPHONE), ADDRESS, TODAY),
      ];
      expect(new Set(visits.map(({ visitor }) => visitor)).size).toBe(3);
    });

    it('does not depend on the referrer', () => {
      const { describer } = createDescriber();
      const direct = describer.describe(visitHeaders(FIREFOX), ADDRESS, TODAY);
      const headers = visitHeaders(FIREFOX, { referer: 'https://news.example/' });
      const referred = describer.describe(headers, ADDRESS, TODAY);
      expect(referred).toEqual({ ...direct, referrer: 'news.example' });
    });

    it('is the same on all instances, and differs on the next day', () => {
      const { describer } = createDescriber();
      const today = describer.describe(visitHeaders(FIREFOX), ADDRESS, TODAY);
      const tomorrow = describer.describe(visitHeaders(FIREFOX), ADDRESS, TOMORROW);
      expect(tomorrow).toEqual({ ...today, visitor: expect.any(Number) });
      expect(tomorrow.visitor).not.toBe(today.visitor);
      const elsewhere = createDescriber().describer.describe(visitHeaders(FIREFOX), ADDRESS, TODAY);
      expect(elsewhere.visitor).toBe(today.visitor);
    });
  });

  it('has no visitor hash until the salt is known', () => {
    const { describer, getSalt } = createDescriber();
    getSalt.mockReturnValue(undefined);
    const early = describer.describe(visitHeaders(FIREFOX), ADDRESS, TODAY);
    expect(early).toMatchObject({ class: 'human', visitor: null, country: 'DE' });
    expect(describer.hasSaltFor(TODAY)).toBe(false);
    getSalt.mockReturnValue('a salt');
    const late = describer.describe(visitHeaders(FIREFOX), ADDRESS, TODAY);
    expect(late).toEqual({ ...early, visitor: expect.any(Number) });
    expect(describer.hasSaltFor(TODAY)).toBe(true);
  });

  it('describes a visitor with an overlong User-Agent the same each time', () => {
    const { describer } = createDescriber();
    const headers = visitHeaders(FIREFOX + ' x'.repeat(4_000));
    const [first, second] = [1, 2].map(() => describer.describe(headers, ADDRESS, TODAY));
    expect(first).toMatchObject({ class: 'human', browser: 'Firefox', country: 'DE' });
    expect(second).toEqual(first);
  });

  it('recognises a bot with an overlong User-Agent', () => {
    const { describer } = createDescriber();
    const headers = visitHeaders(CRAWLER + ' x'.repeat(4_000));
    expect(describer.describe(headers, ADDRESS, TODAY)).toEqual(anonymousVisit('bot'));
  });

  it('describes every request, whatever its headers', () => {
    const { describer } = createDescriber({ trustProxy: true });
    const text = fc.string({ unit: 'binary' });
    const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.ipV4Extended(), text);
    const addressWithZone = fc
      .tuple(fc.ipV6(), fc.stringMatching(/^%[0-9a-z]+$/))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        text,
        text,
        fc.oneof(address, addressWithZone),
        address,
        (agent, referer, hop, remoteAddress) => {
          const headers = visitHeaders(`Firefox/1 ${agent}`, { referer, 'x-forwarded-for': hop });
          expect(['human', 'bot']).toContain(
            describer.describe(headers, remoteAddress, TODAY).class,
          );
        },
      ),
    );
  });
});
