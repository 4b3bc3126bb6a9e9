import { expect } from '@jest/globals';
import type { Response } from 'supertest';
import type { Api } from './api.js';

/** Expects 503 of all that needs the database, and returns the answers. */
export async function expectUnavailable(api: Api): Promise<Response[]> {
  const answers = await Promise.all([
    api.call('get', '/api/v1/links'),
    api.post({ url: 'https://example.com/secret-destination' }),
    api.anonymously('get', '/not-in-memory'),
    api.anonymously('get', '/health/ready'),
  ]);
  for (const { status, body, headers } of answers) {
    expect([status, body.type]).toEqual([503, 'urn:shortcore:problem:database-unavailable']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  }
  return answers;
}
