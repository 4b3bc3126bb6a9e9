import { PROBLEMS, type ProblemCode } from '../../../src/platform/errors/problems.js';
import { assertAsDocumented, type Answer, type Contract } from '../contract.js';

/** What any request may be answered with, whatever the operation. */
const OF_THE_TRANSPORT = new Set([408, 413, 415, 417, 431]);

const MAX_ERRORS = 100;
/** A hundred errors, each of which repeats a name of a hundred characters twice, escaped. */
const MAX_PROBLEM_LENGTH = 150_000;

interface Asked {
  readonly method: string;
  readonly path: string;
}

/** @throws when the answer is not one that the service promises. */
export function judge(contract: Contract, { method, path }: Asked, answer: Answer): void {
  const { status, headers } = answer;
  if (status >= 500) throw new Error(`is ${status}: ${answer.text}`);
  if (!/^[\w.-]+$/.test(headers['x-request-id'] ?? '')) throw new Error('has no id');
  if (headers['set-cookie'] !== undefined || headers['x-powered-by'] !== undefined) {
    throw new Error('has a header that no answer has');
  }
  if (!/^[\x20-\x7e]*$/.test(headers['location'] ?? '')) throw new Error('leads to odd bytes');
  if (status >= 400 && method !== 'HEAD' && !isPage(path, answer)) assertProblem(answer);
  if (path.startsWith('/docs') || OF_THE_TRANSPORT.has(status)) return;
  assertAsDocumented(contract, method.toLowerCase(), path, answer);
}

function isPage(path: string, { status, type }: Answer): boolean {
  return type === 'text/html' && (status === 404 || status === 410) && !path.startsWith('/api/');
}

function assertProblem({ status, type, headers, text, body }: Answer): void {
  if (type !== 'application/problem+json') throw new Error(`is an error of type ${type}`);
  if (body?.errors?.length > MAX_ERRORS) throw new Error(`has ${body.errors.length} errors`);
  if (text.length > MAX_PROBLEM_LENGTH) throw new Error(`has ${text.length} characters`);
  const code = String(body?.type).replace(/^urn:shortcore:problem:/, '');
  if (!Object.hasOwn(PROBLEMS, code)) throw new Error(`is the unknown problem ${code}`);
  const [expected, title] = PROBLEMS[code as ProblemCode];
  if (status !== expected || body.status !== expected) throw new Error(`is ${code} as ${status}`);
  if (body.title !== title) throw new Error(`is ${code} with another title`);
  if (body.instance !== headers['x-request-id']) throw new Error('is of another request');
}
