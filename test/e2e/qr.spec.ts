import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { sharedInstance } from '../support/instance-fixture.js';
import { makeSqlite } from '../support/databases.js';
import { CHROMIUM_FLAGS, findChromium, findZbarimg } from '../support/programs.js';

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** 64 code points, which a URL has in 768 characters. */
const LONGEST_ALIAS = '🦉'.repeat(64);

const zbarimg = findZbarimg();
const itDecodes = zbarimg === undefined ? it.skip : it;
const chromium = findChromium();
const itDraws = zbarimg === undefined || chromium === undefined ? it.skip : it;

describe('QR codes', () => {
  const running = sharedInstance(makeSqlite);
  const directory = mkdtempSync(join(tmpdir(), 'shortcore-qr-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  const imageOf = (key: string, extension: string, query = '', headers = {}) =>
    running.api.call(
      'get',
      `/api/v1/links/${encodeURIComponent(key)}/qr.${extension}${query}`,
      (test) => test.set(headers).buffer(true).parse(readBinary),
    );

  /** Decodes an image with a reader that shares nothing with the writer. */
  async function decode(png: Buffer): Promise<string> {
    const file = join(directory, 'code.png');
    writeFileSync(file, png);
    const { stdout } = await promisify(execFile)(zbarimg ?? '', ['--quiet', '--raw', file]);
    return stdout.trimEnd();
  }

  const create = async (alias?: string) =>
    running.api.create({ url: 'https://example.com/', ...(alias !== undefined && { alias }) });

  itDecodes.each([
    '',
    '?size=100',
    '?size=2048',
    '?size=1000&margin=0',
    '?margin=16',
    '?ecc=L',
    '?ecc=H',
    '?color=8a1c1c&background=fff8e7',
  ])('PNG%s decodes to the short URL', async (query) => {
    const { key, shortUrl } = await create();
    const { status, headers, body } = await imageOf(key, 'png', query);
    expect([status, headers['content-type']]).toEqual([200, 'image/png']);
    expect((body as Buffer).subarray(0, 8)).toEqual(PNG_SIGNATURE);
    expect(await decode(body as Buffer)).toBe(shortUrl);
  });

  itDecodes('of the longest alias decodes to its short URL', async () => {
    // Another test run may have made it.
    await running.api.post({ url: 'https://example.com/', alias: LONGEST_ALIAS });
    const { body } = await imageOf(LONGEST_ALIAS, 'png', '?ecc=H&size=1000');
    expect(await decode(body as Buffer)).toMatch(
      new RegExp(`^http.*/${encodeURIComponent(LONGEST_ALIAS)}$`),
    );
  });

  it('have whole pixels per module, and at least one', async () => {
    const { key } = await create();
    const widthOf = async (query: string): Promise<number> => {
      const { body } = await imageOf(key, 'png', query);
      return (body as Buffer).readUInt32BE(16);
    };
    const modules = await widthOf('?size=64&margin=0').then((width) => Math.round(width / 2));
    expect(await widthOf('?size=64&margin=0')).toBe(modules * 2);
    expect(await widthOf('?margin=4')).toBe(Math.floor(400 / (modules + 8)) * (modules + 8));
    expect(await widthOf('?size=64&margin=16')).toBe(modules + 32);
  });

  itDraws(
    'SVG is drawn as a code of the short URL',
    async () => {
      const { key, shortUrl } = await create();
      const { headers, body } = await imageOf(key, 'svg', '?size=400&color=123456');
      expect(headers['content-type']).toMatch(/^image\/svg\+xml/);
      expect(headers['content-security-policy']).toBe("default-src 'none'; sandbox");
      expect(String(body)).toMatch(/<svg[^>]* width="400" height="400"/);
      const svg = join(directory, 'code.svg');
      const png = join(directory, 'drawn.png');
      writeFileSync(svg, body as Buffer);
      await draw(svg, png, directory);
      const { stdout } = await promisify(execFile)(zbarimg ?? '', ['--quiet', '--raw', png]);
      expect(stdout.trimEnd()).toBe(shortUrl);
    },
    60_000,
  );

  it('are transparent if wanted', async () => {
    const { key } = await create();
    const png = (await imageOf(key, 'png', '?background=transparent')).body as Buffer;
    expect(png.includes('tRNS')).toBe(true);
    const svg = String((await imageOf(key, 'svg', '?background=transparent')).body);
    expect(svg).toContain('transparent');
  });

  it('are not sent again to who has them', async () => {
    const { key } = await create();
    const first = await imageOf(key, 'png');
    const etag = String(first.headers['etag']);
    expect(etag).toMatch(/^"[\w-]+"$/);
    const again = await imageOf(key, 'png', '', { 'If-None-Match': etag });
    expect([again.status, (again.body as Buffer).length]).toEqual([304, 0]);
    expect((await imageOf(key, 'svg', '', { 'If-None-Match': etag })).status).toBe(200);
    expect((await imageOf(key, 'png', '?size=500', { 'If-None-Match': etag })).status).toBe(200);
  });

  it('are saved under the name of the key if wanted', async () => {
    const { key } = await create(`ünï-${Date.now()}`);
    expect((await imageOf(key, 'png')).headers['content-disposition']).toBeUndefined();
    const { headers } = await imageOf(key, 'png', '?download=true');
    expect(headers['content-disposition']).toContain(
      `filename*=UTF-8''${encodeURIComponent(key)}.png`,
    );
  });

  it.each([
    ['?size=63', '?size'],
    ['?size=2049', '?size'],
    ['?size=1.5', '?size'],
    ['?size=', '?size'],
    ['?margin=-1', '?margin'],
    ['?margin=17', '?margin'],
    ['?ecc=X', '?ecc'],
    ['?color=red', '?color'],
    ['?color=%23000000', '?color'],
    ['?background=none', '?background'],
    ['?color=777777&background=888888', '?background'],
    ['?color=ffff00', '?background'],
    ['?download=yes', '?download'],
    ['?logo=https://example.com/', '?logo'],
    ['?size=100&size=200', '?size'],
  ])('%s is refused at %s', async (query, pointer) => {
    const { key } = await create();
    for (const extension of ['svg', 'png']) {
      const { status, body } = await running.api.call(
        'get',
        `/api/v1/links/${key}/qr.${extension}${query}`,
      );
      expect([status, (body as { type: string }).type]).toEqual([
        400,
        'urn:shortcore:problem:validation-failed',
      ]);
      expect((body as { errors: { pointer: string }[] }).errors[0]?.pointer).toBe(pointer);
    }
  });

  it('exist for links that exist, and for callers that may read them', async () => {
    const path = '/api/v1/links/no-such-link/qr.svg';
    expect((await running.api.call('get', path)).status).toBe(404);
    expect((await running.api.anonymously('get', path)).status).toBe(401);
    const { key } = await create();
    await running.api.call('delete', `/api/v1/links/${key}`);
    expect((await running.api.call('get', `/api/v1/links/${key}/qr.png`)).status).toBe(410);
  });
});

function readBinary(response: Response, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  // The type of supertest's response does not say that it is a stream here.
  const stream = response as unknown as NodeJS.ReadableStream;
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => done(null, Buffer.concat(chunks)));
}

async function draw(svg: string, png: string, profile: string): Promise<void> {
  await promisify(execFile)(chromium ?? '', [
    '--headless',
    ...CHROMIUM_FLAGS,
    `--user-data-dir=${join(profile, 'profile')}`,
    `--screenshot=${png}`,
    '--window-size=400,400',
    `file://${svg}`,
  ]);
}
