import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import type { TrustProxy } from '../../platform/config/values.js';
import { ClientAddress } from './client-address.js';

const PROXY = '10.0.0.1';

function addressOf(
  trustProxy: TrustProxy,
  remoteAddress: string,
  forwardedFor = '',
): string | undefined {
  return new ClientAddress(trustProxy).resolve(remoteAddress, forwardedFor);
}

describe(ClientAddress.name, () => {
  it.each<TrustProxy>([false, true, 0, 1, 5, ['loopback'], [PROXY]])(
    'is that of who connected, if nobody is said to stand behind it (trust %j)',
    (trust) => {
      expect(addressOf(trust, '203.0.113.9')).toBe('203.0.113.9');
    },
  );

  describe('of somebody else is believed', () => {
    it('of nobody, without trust', () => {
      expect(addressOf(false, PROXY, '203.0.113.9')).toBe(PROXY);
      expect(addressOf(0, PROXY, '203.0.113.9')).toBe(PROXY);
    });

    it('of everybody, with trust in all: the left-most is the visitor', () => {
      expect(addressOf(true, PROXY, '203.0.113.9, 198.51.100.7,10.0.0.2')).toBe('203.0.113.9');
    });

    it('of as many hops as are trusted, so that entries of the visitor itself are not', () => {
      const forwardedFor = '6.6.6.6, 203.0.113.9, 10.0.0.2';
      expect(addressOf(1, PROXY, forwardedFor)).toBe('10.0.0.2');
      expect(addressOf(2, PROXY, forwardedFor)).toBe('203.0.113.9');
      expect(addressOf(3, PROXY, forwardedFor)).toBe('6.6.6.6');
      expect(addressOf(9, PROXY, forwardedFor)).toBe('6.6.6.6');
    });

    it('of those on the list, as far as they follow each other', () => {
      const trust = ['10.0.0.0/8', 'loopback'];
      expect(addressOf(trust, '::1', '6.6.6.6, 203.0.113.9, 10.0.0.2')).toBe('203.0.113.9');
      expect(addressOf(trust, '198.51.100.7', '203.0.113.9')).toBe('198.51.100.7');
      expect(addressOf(trust, PROXY, '10.1.1.1, 203.0.113.9')).toBe('203.0.113.9');
    });

    it('of a proxy on the list that connects with IPv4 within IPv6', () => {
      expect(addressOf([PROXY], `::ffff:${PROXY}`, '203.0.113.9')).toBe('203.0.113.9');
    });
  });

  it.each([
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::FFFF:CB00:7109', '203.0.113.9'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:0db8::0001', '2001:db8::1'],
  ])('%s has one spelling: %s', (spelled, spelling) => {
    expect(addressOf(false, spelled)).toBe(spelling);
    expect(addressOf(1, PROXY, spelled)).toBe(spelling);
  });

  it.each([
    'unknown',
    '_hidden',
    'localhost',
    '203.0.113.9:4711',
    '[2001:db8::1]:4711',
    '[2001:db8::1]',
    '203.0.113.999',
    '203.0.113.9/24',
    '-1',
    "'; DROP TABLE click_day; --",
    '1'.repeat(10_000),
  ])('is not known if a trusted proxy says %j', (said) => {
    expect(addressOf(1, PROXY, said)).toBeUndefined();
  });

  it('is not known of a connection that is closed', () => {
    expect(addressOf(false, '')).toBeUndefined();
    expect(addressOf(true, '')).toBeUndefined();
  });

  it('is found behind thousands of hops', () => {
    const hops = Array.from({ length: 5_000 }, (_, hop) => `10.1.${hop >> 8}.${hop & 255}`);
    const forwardedFor = ['203.0.113.9', ...hops].join(', ');
    expect(addressOf(true, PROXY, forwardedFor)).toBe('203.0.113.9');
    expect(addressOf(['10.0.0.0/8'], PROXY, forwardedFor)).toBe('203.0.113.9');
    expect(addressOf(1, PROXY, forwardedFor)).toBe(hops.at(-1));
  });

  it.each(['::1%a-b', 'fe80::1%eth0.1', '2a00::1%en:0', 'fe80::1%', 'fe80::1%\n'])(
    'is told without its zone, whatever that is called: %j',
    (said) => {
      const [bare = ''] = said.split('%');
      expect(new ClientAddress(true).resolve('127.0.0.1', said)).toBe(bare);
      expect(new ClientAddress(false).resolve(said, '')).toBe(bare);
    },
  );

  it('is an address or not known, whatever is said', () => {
    const trusts = fc.constantFrom<TrustProxy>(false, true, 1, 3, ['loopback', '10.0.0.0/8']);
    const aHop = fc.oneof(fc.ipV4(), fc.ipV6(), fc.ipV4Extended(), fc.string({ unit: 'binary' }));
    const aChain = fc.array(aHop).map((hops) => hops.join(','));
    fc.assert(
      fc.property(trusts, aHop, aChain, (trust, remoteAddress, chain) => {
        const address = addressOf(trust, remoteAddress, chain);
        if (address === undefined) return;
        expect(ipaddr.parse(address).toString()).toBe(address);
      }),
    );
  });
});
