import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { serveDocsPage } from './docs-page.js';
import { operationsIn } from './operations.js';
import { describeRateLimits } from './rate-limit-headers.js';
import { describeRetryAfter } from './retry-after.js';
import { API_KEY_SCHEME, BEARER_SCHEME } from './security-schemes.js';

const DESCRIPTION =
  'Short links. Every failure is a problem document (RFC 9457) whose `type` is one of a closed list; ' +
  'its `instance` is the `X-Request-Id` of the request.';

/** Serves Swagger UI at `/docs` and the document it shows at `/docs/openapi.json`. */
export function setupOpenApi(app: INestApplication): void {
  serveDocsPage(app);
  SwaggerModule.setup('docs', app, () => createDocument(app), {
    jsonDocumentUrl: 'docs/openapi.json',
    raw: ['json'],
    // Without the bar on top, in which another document could be named.
    swaggerOptions: {
      layout: 'BaseLayout',
      persistAuthorization: false,
      displayRequestDuration: true,
    },
  });
}

function createDocument(app: INestApplication): OpenAPIObject {
  const head = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Shortcore')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addServer('/', 'This service')
    .addTag('links', 'Make, find, change and delete short links')
    .addTag('statistics', 'Clicks on links')
    .addTag('redirect', 'What visitors use')
    .addTag('admin', 'For who runs the service')
    .addTag('health', 'For load balancers and crawlers')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key' }, BEARER_SCHEME)
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-Api-Key' }, API_KEY_SCHEME)
    .build();
  const document = SwaggerModule.createDocument(app, head);
  forbidAdditionalProperties(document);
  describeRateLimits(document);
  describeRetryAfter(document);
  markPublicOperations(document);
  return document;
}

/** A body with a field that is not known is refused, so its schema says so. */
function forbidAdditionalProperties(document: OpenAPIObject): void {
  const bodies = JSON.stringify(operationsIn(document).map(({ requestBody }) => requestBody));
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    if (bodies.includes(`"#/components/schemas/${name}"`)) {
      Object.assign(schema, { additionalProperties: false });
    }
  }
}

/** What is not guarded says that it needs no key. */
function markPublicOperations(document: OpenAPIObject): void {
  for (const operation of operationsIn(document)) operation.security ??= [];
}
