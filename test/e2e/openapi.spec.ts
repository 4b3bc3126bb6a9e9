import { beforeAll, describe, expect, it } from '@jest/globals';
import { RESERVED_WORDS } from '../../src/link/reserved-words.js';
import { PROBLEMS, PROBLEM_CODES } from '../../src/platform/errors/problems.js';
import { makeSqlite } from '../support/databases.js';
import { sharedInstance } from '../support/instance-fixture.js';

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly security?: readonly Record<string, unknown>[];
  readonly responses: Readonly<Record<string, Answer>>;
}

interface Answer {
  readonly content?: Record<string, MediaType>;
  readonly headers?: Record<string, object>;
}

interface MediaType {
  readonly examples?: Readonly<Record<string, { value: { status: number; type: string } }>>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly securitySchemes: Readonly<Record<string, object>>;
    readonly schemas: Readonly<Record<string, { properties: Record<string, { enum?: string[] }> }>>;
  };
}

const OF_THE_API = [{ bearer: [] }, { apiKey: [] }, { session: [] }];
const OF_SESSIONS: Readonly<Record<string, object[]>> = {
  createSession: [],
  readSession: [{ session: [] }],
  deleteSession: [{ session: [] }],
};

describe('the OpenAPI document', () => {
  const running = sharedInstance(makeSqlite);
  let document: Document;
  let operations: { path: string; operation: Operation }[];

  beforeAll(async () => {
    const response = await fetch(`${running.instance.url}/docs/openapi.json`);
    document = (await response.json()) as Document;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, operation })),
    );
  });

  it('has version 3.1 and no `nullable`, which 3.1 does not have', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(JSON.stringify(document)).not.toContain('"nullable"');
  });

  it('requires an API key or a session for every API operation and no other', () => {
    expect(document.components.securitySchemes).toEqual({
      bearer: expect.objectContaining({ type: 'http', scheme: 'bearer' }),
      apiKey: expect.objectContaining({ type: 'apiKey', in: 'header', name: 'X-Api-Key' }),
      session: expect.objectContaining({ type: 'apiKey', in: 'cookie', name: 'shortcore' }),
    });
    for (const { path, operation } of operations) {
      const isOfApi = path.startsWith('/api/') || path === '/metrics';
      const { operationId = '' } = operation;
      const expected = OF_SESSIONS[operationId] ?? (isOfApi ? OF_THE_API : []);
      expect([operationId, operation.security]).toEqual([operationId, expected]);
    }
  });

  it('has an id and a summary for every operation', () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(operations.length);
    expect(operations.filter(({ operation }) => !operation.summary)).toEqual([]);
  });

  it('documents Retry-After for every 429 and 503', () => {
    const responses = operations.flatMap(({ operation }) => Object.entries(operation.responses));
    const retryable = responses.filter(([status]) => status === '429' || status === '503');
    expect(retryable.length).toBeGreaterThan(operations.length);
    for (const [, { headers }] of retryable) expect(headers).toHaveProperty(['Retry-After']);
  });

  it('lists every problem, with examples that match the list', () => {
    const types = PROBLEM_CODES.map((code) => `urn:shortcore:problem:${code}`);
    expect(document.components.schemas['ProblemDto']?.properties['type']?.enum).toEqual(types);
    const examples = operations.flatMap(({ operation }) =>
      Object.entries(operation.responses).flatMap(([status, { content }]) =>
        Object.entries(content?.['application/problem+json']?.examples ?? {}).map(
          ([code, { value }]) => ({ status: Number(status), code, value }),
        ),
      ),
    );
    expect(examples.length).toBeGreaterThan(20);
    for (const { status, code, value } of examples) {
      expect(value).toMatchObject({ status, type: `urn:shortcore:problem:${code}` });
      expect(PROBLEMS[code as keyof typeof PROBLEMS][0]).toBe(status);
    }
  });

  it('reserves every literal first path segment', () => {
    const segments = Object.keys(document.paths).map((path) => path.split('/')[1]);
    // The start page has an empty one.
    const literal = [...segments, 'docs'].filter((segment) => segment && !segment.startsWith('{'));
    expect(RESERVED_WORDS).toEqual(expect.arrayContaining([...new Set(literal)]));
  });
});
