import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Response = Exclude<NonNullable<Operation['responses'][string]>, { $ref: string }>;

export const BEARER_SCHEME = 'bearer';
export const API_KEY_SCHEME = 'apiKey';
export const SESSION_SCHEME = 'session';

const DESCRIPTION =
  'Short links. Every failure is a problem document (RFC 9457) whose `type` is one of a closed list; ' +
  'its `instance` is the `X-Request-Id` of the request.';

const SESSION_DESCRIPTION =
  'The cookie of a session, of which `createSession` makes one. It counts only in requests without an API key. ' +
  'Methods that change something must come from a page of this service.';

/** Optional, because there are none without a rate limit. */
const RATE_LIMIT_HEADERS = {
  'RateLimit-Limit': integerHeader('Requests that the API key may send per minute', false),
  'RateLimit-Remaining': integerHeader('Remaining requests, as far as this instance knows', false),
  'RateLimit-Reset': integerHeader('Seconds until the next minute', false),
};

const CACHE_HEADERS = {
  'Cache-Control': {
    description:
      'No shared cache may store the response: `private, no-store, no-transform`, or ' +
      '`private, no-cache, no-transform` with an `ETag`',
    required: true,
    schema: { type: 'string' as const },
  },
};

const RETRY_STATUSES = new Set(['429', '503']);
const RETRY_HEADERS = {
  'Retry-After': integerHeader('Seconds to wait before retrying', true),
};

export interface DocumentOptions {
  /** The path at which the API is served, without a slash at its end. */
  readonly publicPath: string;
  readonly sessionCookie: string;
}

export function createDocument(
  app: INestApplication,
  { publicPath, sessionCookie }: DocumentOptions,
): OpenAPIObject {
  const head = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Shortcore')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addServer(publicPath || '/', 'This service')
    .addTag('links', 'Create, find, update and delete short links')
    .addTag('tags', 'List, rename and delete the tags of links')
    .addTag('statistics', 'Clicks on links')
    .addTag('redirect', 'For visitors')
    .addTag('admin', 'For operators')
    .addTag('session', 'Sign in and out of the page for people')
    .addTag('health', 'For load balancers and crawlers')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key' }, BEARER_SCHEME)
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-Api-Key' }, API_KEY_SCHEME)
    .addCookieAuth(
      sessionCookie,
      { type: 'apiKey', in: 'cookie', description: SESSION_DESCRIPTION },
      SESSION_SCHEME,
    )
    .build();
  const document = SwaggerModule.createDocument(app, head);
  forbidAdditionalProperties(document);
  addApiHeaders(document);
  addRetryHeaders(document);
  markPublicOperations(document);
  return document;
}

/** Applies to request bodies only: the API rejects unknown fields. */
function forbidAdditionalProperties(document: OpenAPIObject): void {
  const bodies = JSON.stringify(operationsIn(document).map(({ requestBody }) => requestBody));
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    if (bodies.includes(`"#/components/schemas/${name}"`)) {
      Object.assign(schema, { additionalProperties: false });
    }
  }
}

/** The limit is per API key, so a 401 has no headers of it. */
function addApiHeaders(document: OpenAPIObject): void {
  for (const [status, response] of responsesOf(operationsIn(apiOf(document)))) {
    const limit = status === '401' ? {} : RATE_LIMIT_HEADERS;
    response.headers = { ...response.headers, ...CACHE_HEADERS, ...limit };
  }
}

function addRetryHeaders(document: OpenAPIObject): void {
  for (const [status, response] of responsesOf(operationsIn(document))) {
    if (RETRY_STATUSES.has(status)) response.headers = { ...response.headers, ...RETRY_HEADERS };
  }
}

/** An empty list of security requirements means that no API key is needed. */
function markPublicOperations(document: OpenAPIObject): void {
  for (const operation of operationsIn(document)) operation.security ??= [];
}

function apiOf({ paths }: OpenAPIObject): Pick<OpenAPIObject, 'paths'> {
  const entries = Object.entries(paths).filter(([path]) => path.startsWith('/api/'));
  return { paths: Object.fromEntries(entries) };
}

function operationsIn({ paths }: Pick<OpenAPIObject, 'paths'>): Operation[] {
  return Object.values(paths)
    .flatMap(({ get, post, put, patch, delete: remove }) => [get, post, put, patch, remove])
    .filter((operation) => operation !== undefined);
}

function responsesOf(operations: readonly Operation[]): [status: string, response: Response][] {
  return operations
    .flatMap(({ responses }) => Object.entries(responses))
    .flatMap(([status, response]) =>
      response === undefined || '$ref' in response
        ? []
        : [[status, response] as [string, Response]],
    );
}

function integerHeader(description: string, required: boolean) {
  return { description, required, schema: { type: 'integer' as const } };
}
