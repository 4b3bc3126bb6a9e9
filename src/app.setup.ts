import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { useContainer } from 'class-validator';
import { AppModule } from './app.module.js';
import { sessionCookieName } from './auth/session-cookie.js';
import type { Config } from './platform/config/config.js';
import { FallbackUrls } from './link/fallback-urls.js';
import { ApiMetrics } from './platform/http/api-metrics.js';
import { ProblemFilter } from './platform/http/problem.filter.js';
import { forbidStoring, markPrivate } from './platform/http/cache-control.js';
import { enableCors } from './platform/http/cors.js';
import { ShortcoreExpressAdapter } from './platform/http/express-adapter.js';
import { refusePrototypeNames } from './platform/http/prototype-names.js';
import { securityHeaders } from './platform/http/security-headers.js';
import { createLogger, createRequestLogger } from './platform/logging/logger.js';
import { NestLogger } from './platform/logging/nest-logger.js';
import { assignRequestId } from './platform/logging/request-id.js';
import { setupOpenApi } from './platform/openapi/openapi.setup.js';
import { setupPage } from './page/page.setup.js';
import { RedirectFastPath } from './redirect/redirect-fast-path.js';
import { UncachedRedirects } from './redirect/uncached-redirects.js';
import { RedirectModule } from './redirect/redirect.module.js';
import { ShortenModule } from './shorten/shorten.module.js';

/** Paths with security headers. Redirects have none: a `Referrer-Policy`, for example, would affect the destination. */
const OWN_PATHS = ['/api', '/docs', '/health', '/metrics', '/robots.txt'];

/** Creates the application, the same in production and in tests. */
export async function createApp(config: Config): Promise<NestExpressApplication> {
  const logger = createLogger(config);
  const adapter = new ShortcoreExpressAdapter();
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(config), adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
    bodyParser: false,
  });
  useContainer(constraintsFrom(app.select(ShortenModule)));
  // At these levels each redirect is logged, so it takes the Nest route.
  if (!logger.isLevelEnabled('debug')) {
    const redirects = app.select(RedirectModule);
    adapter.useFastPath(
      redirects.get(RedirectFastPath).serve,
      redirects.get(UncachedRedirects).serve,
    );
  }
  app.use(assignRequestId, createRequestLogger(logger));
  app.use(OWN_PATHS, securityHeaders());
  app.use('/api', app.get(ApiMetrics).watch, markPrivate);
  app.use(['/health', '/metrics', '/docs/openapi.json'], forbidStoring);
  enableCors(app, config.corsOrigins);
  app.use('/api', refusePrototypeNames);
  const { publicPath, publicUrl } = config;
  const notFoundUrl = app.get(FallbackUrls).notFound;
  app.useGlobalFilters(new ProblemFilter({ publicUrl, notFoundUrl }));
  setupOpenApi(app, { publicPath, sessionCookie: sessionCookieName(config) });
  setupPage(app, config);
  return app;
}

/** Resolves validation constraints from Nest if they are providers. Caches each result, because a miss throws. */
function constraintsFrom(context: INestApplicationContext): Parameters<typeof useContainer>[0] {
  const constraints = new Map<unknown, unknown>();
  return {
    get<T>(constraint: new () => T): T {
      if (!constraints.has(constraint)) constraints.set(constraint, resolve(context, constraint));
      return constraints.get(constraint) as T;
    },
  };
}

function resolve<T>(context: INestApplicationContext, constraint: new () => T): T {
  try {
    return context.get(constraint, { strict: true });
  } catch {
    return new constraint();
  }
}
