import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { loadConfig } from '../src/platform/config/config.js';
import { environmentOf, readDockerfile, textOf } from './support/dockerfile.js';

interface Service {
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: object;
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly stop_grace_period?: string;
  readonly volumes?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: object;
  readonly volumes: object;
}

const TEXT = readFileSync('docker/compose.yml', 'utf8');
const { services, networks, volumes } = parse(TEXT, { merge: true }) as Compose;
const NGINX = readFileSync('docker/nginx.conf', 'utf8');
const IMAGE = readDockerfile().at(-1) ?? { name: '', instructions: [] };
const APPS = ['app-1', 'app-2'].map((name) => [name, services[name] ?? {}] as const);

const mountsOf = (service: Service) =>
  (service.volumes ?? []).map((mount) => mount.split(':') as [source: string, target: string]);

/** As Compose does where no variable is set. */
const withDefaults = (text: string): string =>
  text.includes('${') ? withDefaults(text.replace(/\$\{\w+:-([^${}]*)\}/, '$1')) : text;

describe('docker/compose.yml', () => {
  it('has the services of a cluster of two machines', () => {
    expect(Object.keys(services)).toEqual(['secrets', 'mysql', 'app-1', 'app-2', 'nginx']);
  });

  it.each(Object.entries(services))('names what exists: %s', (_name, service) => {
    const { build } = service;
    if (build !== undefined) {
      expect(existsSync(join('docker', build.context, build.dockerfile))).toBe(true);
    }
    for (const [source] of mountsOf(service)) {
      if (source.startsWith('.')) expect(existsSync(join('docker', source))).toBe(true);
      else expect(Object.keys(volumes)).toContain(source);
    }
    for (const network of service.networks ?? []) expect(Object.keys(networks)).toContain(network);
    for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(Object.keys(services)).toContain(name);
      const isWaitedFor = condition === 'service_healthy';
      const hasCheck =
        services[name]?.healthcheck ?? (services[name]?.build && textOf(IMAGE, 'HEALTHCHECK'));
      expect(isWaitedFor && hasCheck === undefined).toBe(false);
    }
  });

  it('declares nothing that no service uses', () => {
    const all = Object.values(services);
    const mounted = new Set(all.flatMap((service) => mountsOf(service).map(([source]) => source)));
    expect(Object.keys(volumes).filter((name) => !mounted.has(name))).toEqual([]);
    const joined = new Set(all.flatMap(({ networks: names }) => names ?? []));
    expect(Object.keys(networks).filter((name) => !joined.has(name))).toEqual([]);
  });

  it('needs no variable, and takes only those that docs/operations.md lists', () => {
    const documented = readFileSync('docs/operations.md', 'utf8');
    // `$$` is a dollar sign.
    const named = [...TEXT.matchAll(/(?<!\$)\$(?!\$)\{?(\w+)(\S?)/g)];
    expect(named.length).toBeGreaterThan(0);
    for (const [, name = '', separator] of named) {
      expect([name, separator, documented.includes(`| \`${name}\``)]).toEqual([name, ':', true]);
    }
  });

  it.each(APPS)('%s has settings that the service knows, and valid ones', (_name, app) => {
    const source = readFileSync('src/platform/config/config.ts', 'utf8');
    const known = new Set(source.match(/(?<=(?:variable|secret)\(\s*')[A-Z_]+(?=')/g));
    const names = Object.keys(app.environment ?? {});
    expect(names.filter((name) => !known.has(name.replace(/_FILE$/, '')))).toEqual([]);
    const { DATABASE_URL_FILE: _file, ...others } = app.environment ?? {};
    const given = Object.entries({ ...environmentOf(IMAGE), ...others });
    const config = loadConfig(
      Object.fromEntries(given.map(([name, value]) => [name, withDefaults(value)])),
    );
    expect(config).toMatchObject({ publicUrl: 'http://localhost:8080', trustProxy: 1 });
    expect(config.adminApiKey).toBeUndefined();
  });

  it.each(APPS)('%s keeps its data in a volume of its own', (name, app) => {
    const data = mountsOf(app).find(([, target]) => target === environmentOf(IMAGE)['DATA_DIR']);
    expect(data?.[0]).toBe(name);
    expect(textOf(IMAGE, 'VOLUME')).toBe(data?.[1]);
  });

  it.each(APPS)('%s may take longer to stop than PM2 lets an instance', (_name, app) => {
    const [, killTimeout = ''] =
      /DRAIN_TIMEOUT_MS = ([\d_]+)/.exec(readFileSync('pm2.config.js', 'utf8')) ?? [];
    const killTimeoutMs = Number(killTimeout.replace('_', ''));
    expect(killTimeoutMs).toBeGreaterThan(0);
    expect(Number.parseInt(app.stop_grace_period ?? '', 10) * 1000).toBeGreaterThan(killTimeoutMs);
  });

  it('has the ports of nginx.conf, of the image and of the service', () => {
    const servers = [...NGINX.matchAll(/^\s*server (\S+):(\d+) /gm)];
    expect(servers.map(([, host]) => host)).toEqual(APPS.map(([name]) => name));
    const ports = new Set([...servers.map(([, , port]) => port), textOf(IMAGE, 'EXPOSE')]);
    expect([...ports]).toEqual([String(loadConfig({}).port)]);
    const [, listening] = /listen (\d+)/.exec(NGINX) ?? [];
    expect(services['nginx']?.ports).toEqual([`\${PORT:-8080}:${listening}`]);
  });
});

describe('docker/database-password.js', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'shortcore-secrets-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  /** Runs the command of the service, and returns the password for MySQL and the settings for the application. */
  function write(password: string) {
    const [program = '', script = '', path = ''] = services['secrets']?.command ?? [];
    expect([program, path]).toEqual(['node', '/secrets']);
    execFileSync(process.execPath, [script, directory], { env: { MYSQL_PASSWORD: password } });
    const { environment = {} } = services['app-1'] ?? {};
    const file = environment['DATABASE_URL_FILE']?.replace(path, directory) ?? '';
    const { database } = loadConfig({ DATABASE_URL_FILE: file });
    const mysql = services['mysql']?.environment ?? {};
    const passwordFile = mysql['MYSQL_PASSWORD_FILE']?.replace(path, directory) ?? '';
    return { password: readFileSync(passwordFile, 'utf8'), database, mysql };
  }

  it('makes a password once, and the address with it', () => {
    const { password, database, mysql } = write('');
    expect(password).toMatch(/^[\da-f]{48}$/);
    expect(database).toMatchObject({
      kind: 'mysql',
      host: 'mysql',
      user: mysql['MYSQL_USER'],
      database: mysql['MYSQL_DATABASE'],
      password,
    });
    expect(write('').password).toBe(password);
  });

  it('takes the password that is given', () => {
    write('');
    const { password, database } = write('p@ss/w%');
    expect(password).toBe('p@ss/w%');
    expect(database).toMatchObject({ password: 'p@ss/w%' });
  });
});
