/** The closed list of failures. Clients rely on the codes, so codes are added, never changed. */
export const PROBLEMS = {
  'malformed-request': [400, 'The request is not valid HTTP'],
  'malformed-json': [400, 'The body is not valid JSON'],
  'validation-failed': [400, 'The request has fields that are not valid'],
  unauthenticated: [401, 'A valid API key is needed'],
  'insufficient-scope': [403, 'The API key lacks the scope'],
  'cross-origin': [403, 'The request comes from another origin'],
  'not-found': [404, 'No such resource'],
  'link-not-found': [404, 'No such link'],
  'tag-not-found': [404, 'No such tag'],
  'api-key-not-found': [404, 'No such API key'],
  'method-not-allowed': [405, 'The resource does not support this method'],
  'request-timeout': [408, 'The request took too long to arrive'],
  'alias-taken': [409, 'That alias is already in use'],
  'external-id-taken': [409, 'That external id is already in use'],
  'last-admin-key': [409, 'The last permanent admin key cannot be revoked'],
  'key-mismatch': [409, 'The link has another key, which cannot be changed'],
  'link-gone': [410, 'This link is no longer available'],
  'version-mismatch': [412, 'The link was changed by someone else'],
  'link-exists': [412, 'The link already exists'],
  'precondition-failed': [412, 'A precondition of the request does not hold'],
  'body-too-large': [413, 'The body is too large'],
  'unsupported-media-type': [415, 'The body is not of a supported type'],
  'range-not-satisfiable': [416, 'The file does not have that range'],
  'expectation-failed': [417, 'The expectation cannot be met'],
  'idempotency-key-reused': [422, 'The idempotency key was used for another request'],
  'too-much-to-sum': [422, 'There is too much to sum'],
  'rate-limited': [429, 'Too many requests'],
  'headers-too-large': [431, 'The headers are too large'],
  'internal-error': [500, 'The server failed to process the request'],
  'database-unavailable': [503, 'The database cannot be reached'],
  'counter-behind': [503, 'The database has lost data, so that no link can be created'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof PROBLEMS;

export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

export const PROBLEM_TYPE_PREFIX = 'urn:shortcore:problem:';
