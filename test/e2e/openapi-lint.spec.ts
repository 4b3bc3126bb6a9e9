import { beforeAll, describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { makeSqlite } from '../support/databases.js';
import { sharedInstance } from '../support/instance-fixture.js';

/** Findings that are intended. */
const ACCEPTED = [
  // A short link responds with a redirect, which is not a 2xx.
  'operation-2xx-response #/paths/~1{key}/get/responses',
  // The operator decides the licence of the API.
  'info-license #/info',
  // The literal segment `by-external-id` comes first, so the paths are not ambiguous.
  'no-ambiguous-paths #/paths/~1api~1v1~1links~1by-external-id~1{externalId}',
  'no-ambiguous-paths #/paths/~1api~1v1~1links~1{key}~1qr.png',
  'no-ambiguous-paths #/paths/~1api~1v1~1links~1{key}~1qr.svg',
];

describe("the OpenAPI document under Redocly's recommended rules", () => {
  const running = sharedInstance(makeSqlite);
  let document: string;

  beforeAll(async () => {
    document = await (await fetch(`${running.instance.url}/docs/openapi.json`)).text();
  });

  const lintErrors = async (source: string) => {
    const config = await createConfig({ extends: ['recommended'] });
    const problems = await lintFromString({ source, config });
    return problems.map(({ ruleId, location: [at] }) => `${ruleId} ${at?.pointer}`);
  };

  it('has no errors and no warnings', async () => {
    expect((await lintErrors(document)).sort()).toEqual(ACCEPTED.toSorted());
  });

  it('reports an operation without an id, security or error response', async () => {
    const worse = JSON.parse(document);
    const { get } = worse.paths['/api/v1/links'];
    delete get.operationId;
    delete get.security;
    get.responses = { 200: get.responses[200] };
    expect(await lintErrors(JSON.stringify(worse))).toEqual(
      expect.arrayContaining([
        'operation-operationId #/paths/~1api~1v1~1links/get/operationId',
        'security-defined #/paths/~1api~1v1~1links/get',
        'operation-4xx-response #/paths/~1api~1v1~1links/get/responses',
      ]),
    );
  });
});
