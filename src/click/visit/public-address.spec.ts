import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { isPublic } from './public-address.js';

/** Of version 4, near what is special of these beginnings. */
const SPECIAL = [
  '0.0',
  '10.0',
  '100.64',
  '127.0',
  '169.254',
  '172.16',
  '192.0',
  '192.31',
  '192.52',
  '192.88',
  '192.168',
  '192.175',
  '198.18',
  '198.51',
  '203.0',
  '224.0',
  '240.0',
  '255.255',
];

describe(isPublic.name, () => {
  const expected = (address: string): boolean => ipaddr.parse(address).range() === 'unicast';

  it.each(SPECIAL)('says the same as ipaddr.js of what begins with %s', (start) => {
    for (let third = 0; third < 256; third++) {
      const addresses = [0, 1, 255].map((fourth) => `${start}.${third}.${fourth}`);
      expect(addresses.map(isPublic)).toEqual(addresses.map(expected));
    }
  });

  it('says the same as ipaddr.js of every address', () => {
    for (let start = 0; start < 65_536; start++) {
      const address = `${start >> 8}.${start & 255}.7.7`;
      if (isPublic(address) !== expected(address)) throw new Error(address);
    }
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        expect(isPublic(address)).toBe(expected(address));
      }),
    );
  });
});
