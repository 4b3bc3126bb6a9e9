import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, type Method } from '../support/api.js';
import { makeSqlite } from '../support/databases.js';
import { runningInstance } from '../support/instance-fixture.js';
import { startNginx, type Nginx } from '../support/nginx.js';
import { findNginx } from '../support/programs.js';

const LINKS = '/api/v1/links';
const GZIP = 'gzip on; gzip_types application/json; gzip_min_length 1; gzip_proxied any;';

const program = findNginx();
const describeWithNginx = program === undefined ? describe.skip : describe;

describeWithNginx('behind nginx that compresses answers', () => {
  const running = runningInstance(makeSqlite, { TRUST_PROXY: 'loopback' });
  let nginx: Nginx;
  let api: Api;

  beforeAll(async () => {
    const servers = Array(2).fill(new URL(running.instance.url).host) as string[];
    const edit = (text: string) => text.replace('access_log off;', (line) => `${line} ${GZIP}`);
    nginx = await startNginx(program ?? '', servers, { edit });
    api = await Api.of(nginx);
  });
  afterAll(async () => nginx?.stop());

  const send = (method: Method, path: string, headers: Record<string, string>, body?: object) =>
    api.call(method, path, (test) => test.set(headers).send(body));

  it('a change with If-Match succeeds with the ETag that nginx sent, and only with it', async () => {
    const path = `${LINKS}/by-external-id/gzip`;
    const url = 'https://example.com/';
    const { key } = (await send('put', path, {}, { url })).body as { key: string };
    const first = await send('get', `${LINKS}/${key}`, {});
    expect(first.headers).toMatchObject({ 'content-encoding': 'gzip', etag: 'W/"1"' });
    const current = { 'If-Match': String(first.headers['etag']) };

    const patched = await send('patch', `${LINKS}/${key}`, current, { title: 'a' });
    expect([patched.status, patched.headers['etag']]).toEqual([200, 'W/"2"']);
    expect((await send('patch', `${LINKS}/${key}`, current, { title: 'b' })).status).toBe(412);

    const replaced = await send(
      'put',
      path,
      { 'If-Match': String(patched.headers['etag']) },
      { url },
    );
    expect([replaced.status, replaced.headers['etag']]).toEqual([200, 'W/"3"']);

    const read = await send('get', `${LINKS}/${key}`, { 'If-None-Match': 'W/"3"' });
    expect(read.status).toBe(304);
    expect((await send('delete', `${LINKS}/${key}`, { 'If-Match': 'W/"2"' })).status).toBe(412);
    expect((await send('delete', `${LINKS}/${key}`, { 'If-Match': 'W/"3"' })).status).toBe(204);
  });
});
