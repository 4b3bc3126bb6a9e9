import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { Config } from '../../config/config.js';
import type { TrustProxy } from '../../config/values.js';
import { DAY_MS } from '../day.js';
import { bareVisit } from './visit.js';
import { VisitDescriber } from './visit-describer.js';
import type { VisitorSalts } from './visitor-salts.js';

const TODAY_MS = 20_000 * DAY_MS;
const TOMORROW_MS = TODAY_MS + DAY_MS;
const PEER = '85.214.132.117';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';
const CRAWLER = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

/** Salts of all days, unless they cannot be fetched. */
function describerWith({ trustProxy = false }: { trustProxy?: TrustProxy } = {}) {
  const of = jest.fn((day: number): string | undefined => `salt of ${day}`);
  const describer = new VisitDescriber(
    { trustProxy, geoipDatabase: undefined } as unknown as Config,
    { of } as unknown as VisitorSalts,
  );
  return { of, describer };
}

const headersOf = (userAgent: string, ...more: string[]): string[] => [
  'User-Agent',
  userAgent,
  ...more,
];

describe(VisitDescriber.name, () => {
  it('tells where a visitor comes from and with what', () => {
    const { describer } = describerWith();
    const headers = headersOf(IPHONE, 'Referer', 'https://news.example/today');
    expect(describer.describe(headers, PEER, TODAY_MS)).toEqual({
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
    const headers = headersOf(FIREFOX, 'X-Forwarded-For', '8.8.8.8');
    const through = (trustProxy: TrustProxy) =>
      describerWith({ trustProxy }).describer.describe(headers, PEER, TODAY_MS);
    expect([through(1).country, through(false).country]).toEqual(['US', 'DE']);
    expect(through(1).visitor).not.toBe(through(false).visitor);
  });

  it('leaves no visitor and no country of an address that is not one', () => {
    const { describer } = describerWith();
    expect(describer.describe(headersOf(FIREFOX), '', TODAY_MS)).toMatchObject({
      class: 'human',
      visitor: null,
      country: null,
      browser: 'Firefox',
    });
  });

  describe('leaves nothing but the class', () => {
    const referer = ['Referer', 'https://news.example/'];

    it.each([
      ['of a prefetch', 'prefetch', headersOf(FIREFOX, 'Sec-Purpose', 'prefetch', ...referer)],
      ['of the prefetch of a bot', 'prefetch', headersOf(CRAWLER, 'Purpose', 'prefetch')],
      ['of a bot', 'bot', headersOf(CRAWLER, ...referer)],
      ['of who does not say what it is', 'bot', referer],
      ['of a bot that sends DNT', 'bot', headersOf(CRAWLER, 'DNT', '1')],
      ['of who sends DNT', 'human', headersOf(FIREFOX, 'DNT', '1', ...referer)],
      ['of who sends GPC', 'human', headersOf(FIREFOX, 'Sec-GPC', '1', ...referer)],
    ] as const)('%s', (_of, clickClass, headers) => {
      const { describer } = describerWith();
      expect(describer.describe(headers, PEER, TODAY_MS)).toEqual(bareVisit(clickClass));
    });

    it('and keeps those who want privacy apart from those who do not', () => {
      const { describer } = describerWith();
      const open = describer.describe(headersOf(FIREFOX), PEER, TODAY_MS);
      const secret = describer.describe(headersOf(FIREFOX, 'DNT', '1'), PEER, TODAY_MS);
      expect([open.visitor === null, secret.visitor === null]).toEqual([false, true]);
      expect(describer.describe(headersOf(FIREFOX), PEER, TODAY_MS)).toBe(open);
    });
  });

  describe('gives', () => {
    it('the same object for the same visitor, however the headers are spelled', () => {
      const { describer } = describerWith();
      const first = describer.describe(headersOf(FIREFOX), PEER, TODAY_MS);
      const headers = ['accept', '*/*', 'user-agent', FIREFOX];
      expect(describer.describe(headers, PEER, TODAY_MS + DAY_MS - 1)).toBe(first);
    });

    it('other numbers for other addresses and other programs', () => {
      const { describer } = describerWith();
      const visits = [
        describer.describe(headersOf(FIREFOX), PEER, TODAY_MS),
        describer.describe(headersOf(FIREFOX), '85.214.132.118', TODAY_MS),
        describer.describe(headersOf(IPHONE), PEER, TODAY_MS),
      ];
      expect(new Set(visits.map(({ visitor }) => visitor)).size).toBe(3);
    });

    it('the same number for a visitor that comes from elsewhere', () => {
      const { describer } = describerWith();
      const direct = describer.describe(headersOf(FIREFOX), PEER, TODAY_MS);
      const headers = headersOf(FIREFOX, 'Referer', 'https://news.example/');
      const referred = describer.describe(headers, PEER, TODAY_MS);
      expect(referred).toEqual({ ...direct, referrer: 'news.example' });
    });

    it('the same number on all instances, and another one tomorrow', () => {
      const { describer } = describerWith();
      const today = describer.describe(headersOf(FIREFOX), PEER, TODAY_MS);
      const tomorrow = describer.describe(headersOf(FIREFOX), PEER, TOMORROW_MS);
      expect(tomorrow).toEqual({ ...today, visitor: expect.any(Number) });
      expect(tomorrow.visitor).not.toBe(today.visitor);
      const elsewhere = describerWith().describer.describe(headersOf(FIREFOX), PEER, TODAY_MS);
      expect(elsewhere.visitor).toBe(today.visitor);
    });
  });

  it('tells of no visitor without a salt, and does not remember it as such', () => {
    const { describer, of } = describerWith();
    of.mockReturnValue(undefined);
    const early = describer.describe(headersOf(FIREFOX), PEER, TODAY_MS);
    expect(early).toMatchObject({ class: 'human', visitor: null, country: 'DE' });
    of.mockReturnValue('at last');
    const late = describer.describe(headersOf(FIREFOX), PEER, TODAY_MS);
    expect(late).toEqual({ ...early, visitor: expect.any(Number) });
    expect(describer.describe(headersOf(FIREFOX), PEER, TODAY_MS)).toBe(late);
  });

  it('tells the same of a program with an overlong name, without remembering it', () => {
    const { describer } = describerWith();
    const headers = headersOf(FIREFOX + ' x'.repeat(4_000));
    const [first, second] = [1, 2].map(() => describer.describe(headers, PEER, TODAY_MS));
    expect(first).toMatchObject({ class: 'human', browser: 'Firefox', country: 'DE' });
    expect(second).toEqual(first);
    expect(second).not.toBe(first);
  });

  it('takes a bot with an overlong name for one', () => {
    const { describer } = describerWith();
    const headers = headersOf(CRAWLER + ' x'.repeat(4_000));
    expect(describer.describe(headers, PEER, TODAY_MS)).toEqual(bareVisit('bot'));
  });

  it('describes every request, whatever it says', () => {
    const { describer } = describerWith({ trustProxy: true });
    const aText = fc.string({ unit: 'binary' });
    const anAddress = fc.oneof(fc.ipV4(), fc.ipV6(), fc.ipV4Extended(), aText);
    const aZone = fc
      .tuple(fc.ipV6(), fc.stringMatching(/^%[0-9a-z]+$/))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(aText, aText, fc.oneof(anAddress, aZone), anAddress, (agent, from, hop, peer) => {
        const headers = headersOf(`Firefox/1 ${agent}`, 'Referer', from, 'X-Forwarded-For', hop);
        expect(['human', 'bot']).toContain(describer.describe(headers, peer, TODAY_MS).class);
      }),
    );
  });
});
