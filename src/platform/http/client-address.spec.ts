import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import type { Config } from '../config/config.js';
import type { TrustProxy } from '../config/values.js';
import { ClientAddress } from './client-address.js';

const PROXY = '10.0.0.1';

function createClientAddress(trustProxy: TrustProxy): ClientAddress {
  return new ClientAddress({ trustProxy } as Config);
}

function resolve(
  trustProxy: TrustProxy,
  remoteAddress: string,
  forwardedFor = '',
): string | undefined {
  return createClientAddress(trustProxy).resolve(remoteAddress, forwardedFor);
}

describe(ClientAddress.name, () => {
  beforeEach(() => Logger.overrideLogger(false));

  it.each<TrustProxy>([false, true, 0, 1, 5, ['loopback'], [PROXY]])(
    'is the remote address without X-Forwarded-For (trust %j)',
    (trust) => {
      expect(resolve(trust, '203.0.113.9')).toBe('203.0.113.9');
    },
  );

  describe('reads X-Forwarded-For', () => {
    it('not at all, without trust', () => {
      expect(resolve(false, PROXY, '203.0.113.9')).toBe(PROXY);
      expect(resolve(0, PROXY, '203.0.113.9')).toBe(PROXY);
    });

    it('up to the leftmost address, with trust in all', () => {
      expect(resolve(true, PROXY, '203.0.113.9, 198.51.100.7,10.0.0.2')).toBe('203.0.113.9');
    });

    it('up to the number of trusted hops, so that clients cannot forge entries', () => {
      const forwardedFor = '6.6.6.6, 203.0.113.9, 10.0.0.2';
      expect(resolve(1, PROXY, forwardedFor)).toBe('10.0.0.2');
      expect(resolve(2, PROXY, forwardedFor)).toBe('203.0.113.9');
      expect(resolve(3, PROXY, forwardedFor)).toBe('6.6.6.6');
      expect(resolve(9, PROXY, forwardedFor)).toBe('6.6.6.6');
    });

    it('as far as consecutive hops are on the list', () => {
      const trust = ['10.0.0.0/8', 'loopback'];
      expect(resolve(trust, '::1', '6.6.6.6, 203.0.113.9, 10.0.0.2')).toBe('203.0.113.9');
      expect(resolve(trust, '198.51.100.7', '203.0.113.9')).toBe('198.51.100.7');
      expect(resolve(trust, PROXY, '10.1.1.1, 203.0.113.9')).toBe('203.0.113.9');
    });

    it('from a listed proxy that connects with an IPv4-mapped address', () => {
      expect(resolve([PROXY], `::ffff:${PROXY}`, '203.0.113.9')).toBe('203.0.113.9');
    });
  });

  it.each([
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::FFFF:CB00:7109', '203.0.113.9'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:0db8::0001', '2001:db8::1'],
  ])('normalises %s to %s', (given, normalized) => {
    expect(resolve(false, given)).toBe(normalized);
    expect(resolve(1, PROXY, given)).toBe(normalized);
  });

  it.each([
    ['203.0.113.9:4711', '203.0.113.9'],
    ['[2001:db8::1]:4711', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[::ffff:203.0.113.9]:4711', '203.0.113.9'],
    ['2001:db8::1:4711', '2001:db8::1:4711'],
  ])('reads %j as %s', (forwarded, address) => {
    expect(resolve(1, PROXY, forwarded)).toBe(address);
    expect(resolve(['10.0.0.0/8'], PROXY, `${forwarded}, 10.0.0.2:4711`)).toBe(address);
    expect(resolve(true, PROXY, `${forwarded},10.0.0.2`)).toBe(address);
  });

  it('warns once if X-Forwarded-For arrives while it is not trusted', () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
    try {
      for (const trust of [true, 0, ['loopback']]) {
        createClientAddress(trust).resolve(PROXY, '203.0.113.9');
      }
      const untrusting = createClientAddress(false);
      untrusting.resolve(PROXY, '');
      expect(warn).not.toHaveBeenCalled();
      for (let count = 0; count < 3; count++) untrusting.resolve(PROXY, '203.0.113.9');
      expect(warn).toHaveBeenCalledTimes(1);
      expect(warn).toHaveBeenCalledWith(expect.stringContaining('TRUST_PROXY'));
    } finally {
      warn.mockRestore();
    }
  });

  it.each([
    'unknown',
    '_hidden',
    'localhost',
    '203.0.113.999',
    '203.0.113.9:',
    '203.0.113.9:port',
    '203.0.113.9:471100',
    '[203.0.113.9',
    '[2001:db8::1]4711',
    '[2001:db8::1]:-1',
    '[unknown]:4711',
    '203.0.113.9/24',
    '-1',
    "'; DROP TABLE click_day; --",
    '1'.repeat(10_000),
  ])('is undefined if a trusted proxy forwards %j', (forwarded) => {
    expect(resolve(1, PROXY, forwarded)).toBeUndefined();
  });

  it('is undefined for a closed connection', () => {
    expect(resolve(false, '')).toBeUndefined();
    expect(resolve(true, '')).toBeUndefined();
  });

  it('resolves thousands of hops', () => {
    const hops = Array.from({ length: 5_000 }, (_, hop) => `10.1.${hop >> 8}.${hop & 255}`);
    const forwardedFor = ['203.0.113.9', ...hops].join(', ');
    expect(resolve(true, PROXY, forwardedFor)).toBe('203.0.113.9');
    expect(resolve(['10.0.0.0/8'], PROXY, forwardedFor)).toBe('203.0.113.9');
    expect(resolve(1, PROXY, forwardedFor)).toBe(hops.at(-1));
  });

  it.each(['::1%a-b', 'fe80::1%eth0.1', '2a00::1%en:0', 'fe80::1%', 'fe80::1%\n'])(
    'has no zone: %j',
    (given) => {
      const [withoutZone = ''] = given.split('%');
      expect(createClientAddress(true).resolve('127.0.0.1', given)).toBe(withoutZone);
      expect(createClientAddress(false).resolve(given, '')).toBe(withoutZone);
    },
  );

  it('is a normalised address or undefined, whatever is forwarded', () => {
    const trusts = fc.constantFrom<TrustProxy>(false, true, 1, 3, ['loopback', '10.0.0.0/8']);
    const hop = fc.oneof(fc.ipV4(), fc.ipV6(), fc.ipV4Extended(), fc.string({ unit: 'binary' }));
    const forwarded = fc.array(hop).map((hops) => hops.join(','));
    fc.assert(
      fc.property(trusts, hop, forwarded, (trust, remoteAddress, forwardedFor) => {
        const address = resolve(trust, remoteAddress, forwardedFor);
        if (address === undefined) return;
        expect(ipaddr.parse(address).toString()).toBe(address);
      }),
    );
  });
});
