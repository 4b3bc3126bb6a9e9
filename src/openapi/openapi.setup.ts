import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import { describeRateLimits } from './rate-limit-headers.js';
import { API_KEY_SCHEME, BEARER_SCHEME } from './security-schemes.js';

const DESCRIPTION =
  'Short links. Every failure is a problem document (RFC 9457) whose `type` is one of a closed list; ' +
  'its `instance` is the `X-Request-Id` of the request.';

/** Swagger UI brings its styles along and draws its icons from `data:` URLs; all else comes from here. */
const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves Swagger UI at `/docs` and the document it shows at `/docs/openapi.json`. */
export function setupOpenApi(app: INestApplication): void {
  app.use('/docs', (_request: Request, response: Response, next: NextFunction) => {
    response.setHeader('Content-Security-Policy', DOCS_POLICY);
    next();
  });
  SwaggerModule.setup('docs', app, () => createDocument(app), {
    jsonDocumentUrl: 'docs/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Shortcore API',
    swaggerOptions: { persistAuthorization: false, displayRequestDuration: true },
  });
}

function createDocument(app: INestApplication): OpenAPIObject {
  const head = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Shortcore')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addTag('links', 'Make, find, change and delete short links')
    .addTag('statistics', 'Clicks on links')
    .addTag('redirect', 'What visitors use')
    .addTag('admin', 'For who runs the service')
    .addTag('health', 'For load balancers and crawlers')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key' }, BEARER_SCHEME)
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-Api-Key' }, API_KEY_SCHEME)
    .build();
  const document = SwaggerModule.createDocument(app, head);
  closeBodies(document);
  describeRateLimits(document);
  return document;
}

/** A body with a field that is not known is refused, so its schema says so. */
function closeBodies({ paths, components }: OpenAPIObject): void {
  const bodies = JSON.stringify(Object.values(paths).flatMap(requestBodiesOf));
  for (const [name, schema] of Object.entries(components?.schemas ?? {})) {
    if (bodies.includes(`"#/components/schemas/${name}"`)) {
      Object.assign(schema, { additionalProperties: false });
    }
  }
}

function requestBodiesOf({ post, put, patch }: OpenAPIObject['paths'][string]): unknown[] {
  return [post, put, patch].map((operation) => operation?.requestBody);
}
