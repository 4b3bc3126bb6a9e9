import type { INestApplication } from '@nestjs/common';
import type { Request, Response } from 'express';

const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Swagger UI draws its icons from `data:` URLs.
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Serves the page of Swagger UI, whose parts are Nest's to serve. Nest's own page has styles in it, for
 * which the policy would have to be loosened.
 */
export function serveDocsPage(app: INestApplication): void {
  app.use('/docs', (_request: Request, response: Response, next: () => void) => {
    response.setHeader('Content-Security-Policy', DOCS_POLICY);
    next();
  });
  for (const path of ['/docs', '/docs/index.html']) {
    app.getHttpAdapter().get(path, ({ path }: Request, response: Response) => {
      // The paths on the page are relative, as a proxy may serve it below a path of its own.
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
