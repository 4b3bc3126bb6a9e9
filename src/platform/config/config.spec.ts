import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { StartError } from './start-error.js';
import { loadConfig } from './config.js';

describe(loadConfig.name, () => {
  it('has a value for everything when nothing is set', () => {
    expect({ ...loadConfig({}) }).toEqual({
      port: 3000,
      balancing: 'round-robin',
      host: '0.0.0.0',
      publicUrl: 'http://localhost:3000',
      publicPath: '',
      database: { kind: 'sqlite', path: 'data/shortcore.db' },
      databasePoolSize: 12,
      databaseWaitSeconds: 30,
      instances: 'max',
      dataDir: 'data',
      pm2Home: undefined,
      adminApiKey: undefined,
      keyLength: 7,
      cacheMaxLinksCount: 100_000,
      cacheTtlSeconds: 60,
      cacheMaxStaleSeconds: 3600,
      trustProxy: false,
      allowedSchemes: ['http', 'https'],
      allowPrivateTargets: false,
      corsOrigins: [],
      geoipDatabase: undefined,
      clickRetentionDays: 0,
      adminPage: true,
      linkPreview: true,
      robots: 'links',
      logLevel: 'info',
      rateLimitPerMinute: 600,
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(loadConfig({ PORT: '', PUBLIC_URL: ' ' }).publicUrl).toBe('http://localhost:3000');
  });

  it.each([
    ['https://sho.rt', 'https://sho.rt', ''],
    ['https://Sho.rt:443/', 'https://sho.rt', ''],
    ['https://sho.rt/?', 'https://sho.rt', ''],
    ['https://sho.rt/#', 'https://sho.rt', ''],
    ['https://sho.rt/s', 'https://sho.rt/s', '/s'],
    ['https://sho.rt/a/../s/t//', 'https://sho.rt/s/t', '/s/t'],
    ['https://sho.rt//other.example', 'https://sho.rt/other.example', '/other.example'],
    ['https://sho.rt:8443/kürzer', 'https://sho.rt:8443/k%C3%BCrzer', '/k%C3%BCrzer'],
  ])('reads PUBLIC_URL=%s as %s with the path "%s"', (given, publicUrl, publicPath) => {
    expect(loadConfig({ PUBLIC_URL: given })).toMatchObject({ publicUrl, publicPath });
  });

  it.each([
    ['ROBOTS', 'all'],
    ['ROBOTS', 'None'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '3000x'],
    ['PORT', '3e3'],
    ['PORT', '-1'],
    ['PUBLIC_URL', 'sho.rt'],
    ['PUBLIC_URL', 'ftp://sho.rt'],
    ['PUBLIC_URL', 'https://u:p@sho.rt'],
    ['PUBLIC_URL', 'https://sho.rt/?x'],
    ['DATABASE_URL', 'sqlite:'],
    ['DATABASE_URL', 'sqlite::memory:'],
    ['DATABASE_URL', 'sqlite:file:x.db?mode=memory'],
    ['DATABASE_URL', 'postgres://x/y'],
    ['DATABASE_URL', 'mysql://host'],
    ['DATABASE_URL', 'mysql://host/'],
    ['DATABASE_URL', 'mysql://host/name?ssl=true'],
    ['DATABASE_URL', 'mysql://host/name?ssl-mode=required'],
    ['DATABASE_URL', 'mysql://host/name?ssl-mode=DISABLED'],
    ['DATABASE_URL', 'mysql://host/name?ssl-mode=PREFERRED'],
    ['DATABASE_URL', 'mysql://host/name?ssl-mode'],
    ['DATABASE_URL', 'mysql://host/name?ssl-mode=REQUIRED&ssl-mode=VERIFY_CA'],
    ['DATABASE_URL', 'mysql://host/name?ssl-mode=REQUIRED&ssl-key=x'],
    ['DATABASE_URL', 'mysql://host/name?ssl-mode=REQUIRED&ssl-ca='],
    ['DATABASE_URL', 'mysql://host/name?ssl-ca=ca.pem'],
    ['DATABASE_URL', 'mysql://10.0.0.1/name?ssl-mode=VERIFY_IDENTITY'],
    ['DATABASE_URL', 'mysql://[::1]/name?ssl-mode=VERIFY_IDENTITY'],
    ['DATABASE_URL', 'mysql://user%:p@host/name'],
    ['DATABASE_POOL_SIZE', '2'],
    ['DATABASE_WAIT_SECONDS', '-1'],
    ['INSTANCES', '0'],
    ['INSTANCES', 'all'],
    ['BALANCING', 'kernel'],
    ['MAX_MEMORY_MB', '-1'],
    ['MAX_MEMORY_MB', '300M'],
    ['ADMIN_API_KEY', 'short'],
    ['ADMIN_API_KEY', 'has a space in it'],
    ['KEY_LENGTH', '0'],
    ['KEY_LENGTH', '21'],
    ['CACHE_MAX_LINKS', '0'],
    ['CACHE_TTL_SECONDS', '0'],
    ['CACHE_MAX_STALE_SECONDS', 'x'],
    ['TRUST_PROXY', 'yes'],
    ['TRUST_PROXY', 'loopback,nowhere'],
    ['ALLOWED_SCHEMES', 'http,javascript'],
    ['ALLOWED_SCHEMES', 'http://'],
    ['ALLOWED_SCHEMES', 'DATA'],
    ['ALLOW_PRIVATE_TARGETS', '1'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'null'],
    ['CORS_ORIGINS', 'example.com'],
    ['CORS_ORIGINS', 'https://example.com/'],
    ['CORS_ORIGINS', 'https://Example.com'],
    ['CORS_ORIGINS', 'https://example.com:443'],
    ['CORS_ORIGINS', 'https://*.example.com,'],
    ['CORS_ORIGINS', 'chrome-extension://abc'],
    ['CLICK_RETENTION_DAYS', '-1'],
    ['RATE_LIMIT_PER_MINUTE', 'many'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s by its name, without its value', (name, value) => {
    expect(() => loadConfig({ [name]: value })).toThrow(StartError);
    expect(() => loadConfig({ [name]: value })).toThrow(new RegExp(`^${name} must`));
  });

  it.each(['mysql://user:50%off@host/name', 'mysql://us%er@host/name', 'mysql://host/na%me'])(
    'says of %s that a percent sign has to be encoded',
    (value) => {
      const load = () => loadConfig({ DATABASE_URL: value });
      expect(load).toThrow(/^DATABASE_URL must have each % of user, password and name/);
    },
  );

  it.each([
    ['[::1]', '::1'],
    ['::1', '::1'],
    ['localhost', 'localhost'],
  ])('takes HOST=%s as %s', (value, host) => {
    expect(loadConfig({ HOST: value }).host).toBe(host);
  });

  it('names every bad variable at once', () => {
    const load = () => loadConfig({ PORT: 'x', LOG_LEVEL: 'x', DATABASE_URL: 'mysql://secret@' });
    expect(load).toThrow(/PORT.*DATABASE_URL.*LOG_LEVEL/s);
    expect(load).not.toThrow(/secret/);
  });

  it.each([
    ['true', true],
    ['false', false],
    ['2', 2],
    ['loopback, 10.0.0.0/8', ['loopback', '10.0.0.0/8']],
  ])('reads TRUST_PROXY=%s', (value, expected) => {
    expect(loadConfig({ TRUST_PROXY: value }).trustProxy).toEqual(expected);
  });

  it('reads CORS_ORIGINS as a list', () => {
    const { corsOrigins } = loadConfig({
      CORS_ORIGINS: 'https://a.example, http://b.example:8080',
    });
    expect(corsOrigins).toEqual(['https://a.example', 'http://b.example:8080']);
  });

  it('reads secrets from files', () => {
    const directory = mkdtempSync(join(tmpdir(), 'shortcore-config-'));
    const file = join(directory, 'secret');
    writeFileSync(file, 'mysql://u:p@db/name\n');
    expect(loadConfig({ DATABASE_URL_FILE: file }).database).toEqual({
      kind: 'mysql',
      host: 'db',
      port: 3306,
      user: 'u',
      password: 'p',
      database: 'name',
      tls: undefined,
    });
    expect(() => loadConfig({ ADMIN_API_KEY_FILE: `${file}.missing` })).toThrow(
      /^ADMIN_API_KEY_FILE/,
    );
    rmSync(directory, { recursive: true });
  });

  it('reads a database URL with encoded characters, an address and a port', () => {
    const url = 'mysql://us%40er:p%2Fw%25@[::1]:3307/na%20me';
    expect(loadConfig({ DATABASE_URL: url }).database).toEqual({
      kind: 'mysql',
      host: '::1',
      port: 3307,
      user: 'us@er',
      password: 'p/w%',
      database: 'na me',
      tls: undefined,
    });
  });

  it.each([
    ['mysql://host/name', undefined],
    ['mysql://host/name?', undefined],
    ['mysql://host/name?ssl-mode=REQUIRED', { mode: 'REQUIRED', caFile: undefined }],
    [
      'mysql://host/name?ssl-ca=%2Fa%20b.pem&ssl-mode=VERIFY_IDENTITY',
      { mode: 'VERIFY_IDENTITY', caFile: '/a b.pem' },
    ],
    ['mysql://10.0.0.1/name?ssl-mode=VERIFY_CA', { mode: 'VERIFY_CA', caFile: undefined }],
  ])('reads how %s is encrypted', (url, tls) => {
    expect(loadConfig({ DATABASE_URL: url }).database).toMatchObject({ tls });
  });

  it('is described in full by .env.example and docs/configuration.md', () => {
    const documented = (file: string) =>
      new Set(readFileSync(file, 'utf8').match(/\b[A-Z]{3,}(?:_[A-Z\d]+)*\b(?==|`)/g) ?? []);
    const source = readFileSync('src/platform/config/config.ts', 'utf8');
    const names = new Set(source.match(/(?<=')[A-Z]{3,}(?:_[A-Z\d]+)*(?=')/g));
    const fields = Object.keys(loadConfig({})).filter((field) => field !== 'publicPath');
    expect(names.size).toBe(fields.length);
    for (const name of names) {
      expect([
        name,
        documented('.env.example').has(name),
        documented('docs/configuration.md').has(name),
      ]).toEqual([name, true, true]);
    }
  });
});
