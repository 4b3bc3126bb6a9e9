import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { Config } from '../../platform/config/config.js';
import type { TrustProxy } from '../../platform/config/values.js';
import { readVisitHeaders, type VisitHeaders } from './visit-headers.js';
import { anonymousVisit } from './visit.js';
import { VisitDescriber } from './visit-describer.js';
import type { VisitorSalts } from './visitor-salts.js';

const TODAY = 20_000;
const TOMORROW = TODAY + 1;
const PEER = '85.214.132.117';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';
const CRAWLER = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

/** Salts of all days, unless they cannot be fetched. */
function describerWith({ trustProxy = false }: { trustProxy?: TrustProxy } = {}) {
  const get = jest.fn((day: number): string | undefined => `salt of ${day}`);
  const describer = new VisitDescriber(
    { trustProxy, geoipDatabase: undefined } as unknown as Config,
    { get } as unknown as VisitorSalts,
  );
  return { get, describer };
}

function factsOf(userAgent: string, more: IncomingHttpHeaders = {}): VisitHeaders {
  return readVisitHeaders({ 'user-agent': userAgent, ...more });
}

describe(VisitDescriber.name, () => {
  it('tells where a visitor comes from and with what', () => {
    const { describer } = describerWith();
    const facts = factsOf(IPHONE, { referer: 'https://news.example/today' });
    expect(describer.describe(facts, PEER, TODAY)).toEqual({
      class: 'human',
      visitor: expect.any(Number),
      referrer: 'news.example',
      country: 'DE',
      browser: 'Safari',
      operatingSystem: 'iOS',
      device: 'mobile',
    });
  });

  it('tells of whom a trusted proxy speaks', () => {
    const facts = factsOf(FIREFOX, { 'x-forwarded-for': '8.8.8.8' });
    const through = (trustProxy: TrustProxy) =>
      describerWith({ trustProxy }).describer.describe(facts, PEER, TODAY);
    expect([through(1).country, through(false).country]).toEqual(['US', 'DE']);
    expect(through(1).visitor).not.toBe(through(false).visitor);
  });

  it('leaves no visitor and no country of an address that is not one', () => {
    const { describer } = describerWith();
    expect(describer.describe(factsOf(FIREFOX), '', TODAY)).toMatchObject({
      class: 'human',
      visitor: null,
      country: null,
      browser: 'Firefox',
    });
  });

  describe('leaves nothing but the class', () => {
    const referer = { referer: 'https://news.example/' };

    it.each([
      ['of a prefetch', 'prefetch', factsOf(FIREFOX, { 'sec-purpose': 'prefetch', ...referer })],
      ['of the prefetch of a bot', 'prefetch', factsOf(CRAWLER, { purpose: 'prefetch' })],
      ['of a bot', 'bot', factsOf(CRAWLER, referer)],
      ['of who does not say what it is', 'bot', factsOf('', referer)],
      ['of a bot that sends DNT', 'bot', factsOf(CRAWLER, { dnt: '1' })],
      ['of who sends DNT', 'human', factsOf(FIREFOX, { dnt: '1', ...referer })],
      ['of who sends GPC', 'human', factsOf(FIREFOX, { 'sec-gpc': '1', ...referer })],
    ] as const)('%s', (_of, clickClass, facts) => {
      const { describer } = describerWith();
      expect(describer.describe(facts, PEER, TODAY)).toEqual(anonymousVisit(clickClass));
    });
  });

  describe('gives', () => {
    it('other numbers for other addresses and other programs', () => {
      const { describer } = describerWith();
      const visits = [
        describer.describe(factsOf(FIREFOX), PEER, TODAY),
        describer.describe(factsOf(FIREFOX), '85.214.132.118', TODAY),
        describer.describe(factsOf(IPHONE), PEER, TODAY),
      ];
      expect(new Set(visits.map(({ visitor }) => visitor)).size).toBe(3);
    });

    it('the same number for a visitor that comes from elsewhere', () => {
      const { describer } = describerWith();
      const direct = describer.describe(factsOf(FIREFOX), PEER, TODAY);
      const facts = factsOf(FIREFOX, { referer: 'https://news.example/' });
      const referred = describer.describe(facts, PEER, TODAY);
      expect(referred).toEqual({ ...direct, referrer: 'news.example' });
    });

    it('the same number on all instances, and another one tomorrow', () => {
      const { describer } = describerWith();
      const today = describer.describe(factsOf(FIREFOX), PEER, TODAY);
      const tomorrow = describer.describe(factsOf(FIREFOX), PEER, TOMORROW);
      expect(tomorrow).toEqual({ ...today, visitor: expect.any(Number) });
      expect(tomorrow.visitor).not.toBe(today.visitor);
      const elsewhere = describerWith().describer.describe(factsOf(FIREFOX), PEER, TODAY);
      expect(elsewhere.visitor).toBe(today.visitor);
    });
  });

  it('tells of no visitor without a salt, and knows that', () => {
    const { describer, get } = describerWith();
    get.mockReturnValue(undefined);
    const early = describer.describe(factsOf(FIREFOX), PEER, TODAY);
    expect(early).toMatchObject({ class: 'human', visitor: null, country: 'DE' });
    expect(describer.knowsVisitors(TODAY)).toBe(false);
    get.mockReturnValue('at last');
    const late = describer.describe(factsOf(FIREFOX), PEER, TODAY);
    expect(late).toEqual({ ...early, visitor: expect.any(Number) });
    expect(describer.knowsVisitors(TODAY)).toBe(true);
  });

  it('tells the same of a program with an overlong name', () => {
    const { describer } = describerWith();
    const facts = factsOf(FIREFOX + ' x'.repeat(4_000));
    const [first, second] = [1, 2].map(() => describer.describe(facts, PEER, TODAY));
    expect(first).toMatchObject({ class: 'human', browser: 'Firefox', country: 'DE' });
    expect(second).toEqual(first);
  });

  it('takes a bot with an overlong name for one', () => {
    const { describer } = describerWith();
    const facts = factsOf(CRAWLER + ' x'.repeat(4_000));
    expect(describer.describe(facts, PEER, TODAY)).toEqual(anonymousVisit('bot'));
  });

  it('describes every request, whatever it says', () => {
    const { describer } = describerWith({ trustProxy: true });
    const aText = fc.string({ unit: 'binary' });
    const anAddress = fc.oneof(fc.ipV4(), fc.ipV6(), fc.ipV4Extended(), aText);
    const aZone = fc
      .tuple(fc.ipV6(), fc.stringMatching(/^%[0-9a-z]+$/))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        aText,
        aText,
        fc.oneof(anAddress, aZone),
        anAddress,
        (agent, from, hop, remoteAddress) => {
          const facts = factsOf(`Firefox/1 ${agent}`, { referer: from, 'x-forwarded-for': hop });
          expect(['human', 'bot']).toContain(describer.describe(facts, remoteAddress, TODAY).class);
        },
      ),
    );
  });
});
