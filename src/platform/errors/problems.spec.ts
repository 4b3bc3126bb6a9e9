import { readFileSync } from 'node:fs';
import { BadRequestException, NotFoundException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { toProblem } from './to-problem.js';
import { Problem } from './problem.js';
import { PROBLEMS, PROBLEM_CODES } from './problems.js';

describe('the list of problems', () => {
  it('matches the list in the documentation', () => {
    const rows = readFileSync('docs/problems.md', 'utf8').matchAll(
      /^\| `([a-z-]+)` +\| (\d{3}) +\| (.+?) +\|/gm,
    );
    const documented = Object.fromEntries(
      [...rows].map(([, code, status, title]) => [code, [Number(status), title]]),
    );
    expect(documented).toEqual(PROBLEMS);
  });

  it('is serialised as RFC 9457 requires, with the request id', () => {
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
  ])('converts %p to a problem', (error, code) => {
    expect(toProblem(error).code).toBe(code);
    expect(PROBLEM_CODES).toContain(code);
  });

  it('does not reveal the message of an unexpected error', () => {
    const document = toProblem(new Error('secret detail')).toDocument('id');
    expect(JSON.stringify(document)).not.toContain('secret');
  });
});
