import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { makeSqlite } from '../support/databases.js';
import { TEST_API_KEY } from '../support/environment.js';
import { runningInstance } from '../support/instance-fixture.js';
import { compileErrors } from '../support/type-check.js';

/** Apart from what the compiler sees of the tests, as the types it needs are made below. */
const PROGRAM: string = '../workers/api-client.js';

const at = (name: string) => fileURLToPath(new URL(`../workers/${name}`, import.meta.url));

/** What the types prevent, and the compiler's message. */
const WRONG = {
  'a body without its url': ["api.POST('/api/v1/links', { body: {} })", /'url' is missing/],
  'a field of another type': [
    "api.POST('/api/v1/links', { body: { url: 'https://example.com', tags: 'one' } })",
    /'string' is not assignable to type 'string\[\]'/,
  ],
  'a status that no redirect has': [
    "api.PATCH('/api/v1/links/{key}', { params: { path: { key: 'x' } }, body: { redirectStatus: 303 } })",
    /'303' is not assignable/,
  ],
  'a path there is not': ["api.GET('/api/v1/link', {})", /"\/api\/v1\/link"' is not assignable/],
  'a method there is not': ["api.DELETE('/api/v1/links', {})", /is not assignable/],
  'a path without its key': ["api.GET('/api/v1/links/{key}')", /Expected 2 arguments/],
  'an order there is not': [
    "api.GET('/api/v1/links', { params: { query: { order: 'clicks' } } })",
    /"clicks"' is not assignable/,
  ],
  'a look at a field there is not': [
    "(await api.GET('/api/v1/links')).data?.links",
    /'links' does not exist/,
  ],
} as const;

const wrongFile = (call: string) => `import createClient from 'openapi-fetch';
import type { paths } from './api-types.js';
const api = createClient<paths>();
await ${call};
`;

describe('a client generated from the OpenAPI document', () => {
  const running = runningInstance(makeSqlite);
  let document: OpenAPI3;
  let errors: Map<string, string[]>;

  beforeAll(async () => {
    const response = await fetch(`${running.instance.url}/docs/openapi.json`);
    document = (await response.json()) as OpenAPI3;
    const types = astToString(await openapiTS(structuredClone(document)));
    const wrong = Object.entries(WRONG).map(
      ([name, [call]]) => [at(`${name}.ts`), wrongFile(call)] as const,
    );
    errors = compileErrors(
      [at('api-client.ts'), ...wrong.map(([path]) => path)],
      new Map([[at('api-types.ts'), types], ...wrong]),
    );
  });

  it('passes the compiler, and calls every operation by its id', () => {
    expect(errors.get(at('api-client.ts'))).toEqual([]);
  });

  it.each(Object.entries(WRONG))('does not pass with %s', (name, [, complaint]) => {
    expect(errors.get(at(`${name}.ts`))?.join('\n')).toMatch(complaint);
  });

  it('drives every operation there is, and gets what the types promise', async () => {
    const { drive } = await import(PROGRAM);
    const { answers, reached } = await drive(running.instance.url, TEST_API_KEY);
    const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(reached.sort()).toEqual(operations.sort());
    expect(answers).toMatchObject({
      isLive: [200, 'ok'],
      isReady: [200, 'ok'],
      readQrCodeAsSvg: [200, '<?xml'],
      readQrCodeAsPng: [200, 'image/png'],
      readRobots: [200, 'User-agent: *'],
      readMetrics: [200, '#'],
      createLink: [201, 'by-client', 0, ['one', 'two'], null, 'first', null],
      createLinks: [207, 'https://example.com/', 400],
      putLink: [201, 'client/4711'],
      listLinks: [200, ['by-client'], null],
      readLink: [200, 'https://example.com/a?b=c', 1],
      updateLink: [200, 'Changed', 307],
      followLink: [307, 'https://example.com/a?b=c'],
      previewLink: [200, ['https://example.com/a?b=c']],
      readIconAsSvg: [200, '<svg'],
      readIconAsIco: [200, 'image/x-icon'],
      readHome: [200, '<!doctype html>'],
      readLinkStats: [200, 'week', expect.any(Number), 0],
      readLinkStatsAsCsv: [200, 'start,total,humans,bots'],
      readStats: [200, 3],
      listTopLinks: [200, true],
      listInstances: [200, 1, 0],
      changeLinks: [207, ['one', 'two', 'three'], 404],
      deleteLinks: [207, 'none', 404],
      listTags: [200, [{ tag: 'three', links: 1, isMore: false }], null],
      renameTag: [200, 1, true],
      readTagStats: [200, 'month', 'number'],
      deleteTag: [200, 0, true],
      createApiKey: [201, ['links:read'], true],
      listApiKeys: [200, 'made by a client'],
      createSession: [401, undefined],
      readSession: [401, 'urn:shortcore:problem:unauthenticated'],
      deleteSession: [401, 'A valid API key is needed'],
      revokeApiKey: [204],
      deleteLink: [204, 'urn:shortcore:problem:link-gone'],
    });
  });
});
