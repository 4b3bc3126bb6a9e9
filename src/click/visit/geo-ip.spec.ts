import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StartError } from '../../platform/config/start-error.js';
import { GeoIp } from './geo-ip.js';

const BUNDLED = createRequire(import.meta.url).resolve(
  '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb',
);

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'shortcore-countries-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

function writeDatabase(content: Buffer): string {
  const path = join(directory, 'countries.mmdb');
  writeFileSync(path, content);
  return path;
}

describe(GeoIp.name, () => {
  const geoIp = GeoIp.open({ geoipDatabase: undefined });

  it.each([
    ['8.8.8.8', 'US'],
    ['85.214.132.117', 'DE'],
    ['193.0.6.139', 'NL'],
    ['2a01:4f8::1', 'DE'],
    ['2001:4860:4860::8888', 'US'],
  ])('%s is in %s', (address, country) => {
    expect(geoIp.countryOf(address)).toBe(country);
  });

  it.each([
    '10.0.0.1',
    '10.255.255.254',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.1.1',
    '172.16.0.1',
    '172.31.255.254',
    '192.168.0.1',
    '192.168.1.1',
    '192.168.178.20',
    '192.0.0.1',
    '192.0.2.1',
    '192.31.196.1',
    '192.52.193.1',
    '192.88.99.1',
    '192.175.48.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::',
    '::1',
    'fc00::1',
    'fd12:3456:789a::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
  ])('%s is in no country', (address) => {
    expect(geoIp.countryOf(address)).toBeNull();
  });

  it('returns two letters or null for any address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        expect(geoIp.countryOf(address) ?? 'XX').toMatch(/^[A-Z]{2}$/);
      }),
    );
  });

  it('reads the configured file', () => {
    const own = GeoIp.open({ geoipDatabase: writeDatabase(readFileSync(BUNDLED)) });
    expect(own.countryOf('8.8.8.8')).toBe('US');
  });

  it('fails at start if the configured file is missing', () => {
    const open = () => GeoIp.open({ geoipDatabase: join(directory, 'none.mmdb') });
    expect(open).toThrow(StartError);
    expect(open).toThrow('GEOIP_DATABASE');
  });

  it.each([
    ['is empty', Buffer.alloc(0)],
    ['has another format', Buffer.from('<!doctype html><title>Sign in to download</title>')],
    ['is truncated', readFileSync(BUNDLED).subarray(0, 1_000_000)],
    ['lacks its last bytes', readFileSync(BUNDLED).subarray(0, -10)],
  ])('fails at start if the file %s', (_title, content) => {
    const open = () => GeoIp.open({ geoipDatabase: writeDatabase(content) });
    expect(open).toThrow(StartError);
    expect(open).toThrow('GEOIP_DATABASE');
  });

  it('fails at start if the configured path is a directory', () => {
    expect(() => GeoIp.open({ geoipDatabase: directory })).toThrow('GEOIP_DATABASE');
  });
});
