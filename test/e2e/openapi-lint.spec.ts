import { beforeAll, describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { makeSqlite } from '../support/databases.js';
import { sharedInstance } from '../support/instance-fixture.js';

/** What the rules find and what is right all the same. */
const ACCEPTED = [
  // The answer of a short link is a redirect.
  'operation-2xx-response #/paths/~1{key}/get/responses',
  // Under which licence the API may be used is for who runs the service to say.
  'info-license #/info',
  // No external id is a part of a link's path: the literal segment comes first.
  'no-ambiguous-paths #/paths/~1api~1v1~1links~1by-external-id~1{externalId}',
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

  it('has neither errors nor warnings', async () => {
    expect((await lintErrors(document)).sort()).toEqual(ACCEPTED.toSorted());
  });

  it('would have, were an operation without an id, a key or an error', async () => {
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
