import { readFileSync } from 'node:fs';
import { BadRequestException, NotFoundException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { toProblem } from './to-problem.js';
import { Problem } from './problem.js';
import { PROBLEMS, PROBLEM_CODES } from './problems.js';

describe('the catalogue of problems', () => {
  it('is the list in the documentation, with the same statuses and titles', () => {
    const rows = readFileSync('docs/problems.md', 'utf8').matchAll(
      /^\| `([a-z-]+)` +\| (\d{3}) +\| (.+?) +\|/gm,
    );
    const documented = Object.fromEntries(
      [...rows].map(([, code, status, title]) => [code, [Number(status), title]]),
    );
    expect(documented).toEqual(PROBLEMS);
  });

  it('is written as RFC 9457 says, with the id of the request', () => {
    expect(new Problem('alias-taken').toDocument('id-1')).toEqual({
      type: 'urn:shortcore:problem:alias-taken',
      title: 'That alias is already in use',
      status: 409,
      detail: 'That alias is already in use.',
      instance: 'id-1',
    });
  });

  it.each([
    [new Problem('link-gone'), 'link-gone'],
    [new NotFoundException(), 'not-found'],
    [new BadRequestException(), 'malformed-request'],
    [new URIError('bad'), 'malformed-request'],
    [Object.assign(new Error('big'), { status: 413 }), 'body-too-large'],
    [Object.assign(new Error('odd'), { status: 418 }), 'internal-error'],
    [new Error('a defect'), 'internal-error'],
    ['not even an error', 'internal-error'],
    [undefined, 'internal-error'],
  ])('has an entry for %p', (error, code) => {
    expect(toProblem(error).code).toBe(code);
    expect(PROBLEM_CODES).toContain(code);
  });

  it('tells a client nothing of a defect', () => {
    const document = toProblem(new Error('secret detail')).toDocument('id');
    expect(JSON.stringify(document)).not.toContain('secret');
  });
});
