import type { INestApplication } from '@nestjs/common';
import { SwaggerModule } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { createDocument, type DocumentOptions } from './openapi-document.js';

const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Swagger UI loads its icons from `data:` URLs.
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves Swagger UI at `/docs` and the document it shows at `/docs/openapi.json`. */
export function setupOpenApi(app: INestApplication, options: DocumentOptions): void {
  serveDocsPage(app);
  SwaggerModule.setup('docs', app, () => createDocument(app, options), {
    jsonDocumentUrl: 'docs/openapi.json',
    raw: ['json'],
    // Without the top bar, which can load another document.
    swaggerOptions: {
      layout: 'BaseLayout',
      persistAuthorization: false,
      displayRequestDuration: true,
    },
  });
}

/** Replaces Nest's page, whose inline styles the content security policy forbids. */
function serveDocsPage(app: INestApplication): void {
  app.use('/docs', (_request: Request, response: Response, next: () => void) => {
    response.setHeader('Content-Security-Policy', DOCS_POLICY);
    next();
  });
  for (const path of ['/docs', '/docs/index.html']) {
    app.getHttpAdapter().get(path, ({ path }: Request, response: Response) => {
      // Relative paths work behind a proxy that adds a path prefix.
      response.type('html').send(docsPage(path === '/docs' ? './docs' : '.'));
    });
  }
}

function docsPage(base: string): string {
  const scripts = ['swagger-ui-bundle.js', 'swagger-ui-standalone-preset.js', 'swagger-ui-init.js'];
  const styles = ['swagger-ui.css', 'index.css'];
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shortcore API</title>',
    `<link rel="icon" type="image/png" href="${base}/favicon-32x32.png">`,
    ...styles.map((name) => `<link rel="stylesheet" href="${base}/${name}">`),
    '</head><body><div id="swagger-ui"></div>',
    ...scripts.map((name) => `<script src="${base}/${name}"></script>`),
    '</body></html>\n',
  ].join('\n');
}
