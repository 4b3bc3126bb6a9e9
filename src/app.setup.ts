import type { Server } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { useContainer } from 'class-validator';
import express, { type Express } from 'express';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import { answerClientError } from './errors/client-error.js';
import { ProblemFilter } from './errors/problem.filter.js';
import { jsonBody } from './http/json-body.js';
import { securityHeaders } from './http/security-headers.js';
import { createLogger, createRequestLogger } from './logging/logger.js';
import { NestLogger } from './logging/nest-logger.js';
import { requestContext } from './logging/request-context.js';
import { setupOpenApi } from './openapi/openapi.setup.js';
import { ShortenModule } from './shorten/shorten.module.js';

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than the minute after which load balancers let go, so that they are the ones to do so. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;

/** A redirect gets none of the headers of these: a `Referrer-Policy`, say, would be the destination's loss. */
const OWN_PATHS = ['/api', '/docs', '/health', '/robots.txt'];

/** The whole application, ready to listen. Nothing of it differs between production and tests. */
export async function createApp(config: Config): Promise<NestExpressApplication> {
  const logger = createLogger(config);
  const adapter = new ExpressAdapter(createServer(config));
  const app = await NestFactory.create<NestExpressApplication>(AppModule.of(config), adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
    bodyParser: false,
  });
  useContainer(app.select(ShortenModule), { fallbackOnErrors: true });
  app.use(requestContext, createRequestLogger(logger), jsonBody);
  app.use(OWN_PATHS, securityHeaders());
  app.useGlobalFilters(new ProblemFilter());
  setupOpenApi(app);
  limitClients(app.getHttpServer());
  return app;
}

/** These must be set before the first route is: Express takes them then. */
function createServer(config: Config): Express {
  const server = express();
  // Keys tell upper from lower case, so paths do.
  server.set('case sensitive routing', true);
  server.set('trust proxy', config.trustProxy);
  server.set('etag', false);
  server.disable('x-powered-by');
  return server;
}

/** Slow and stuck clients are cut off. */
function limitClients(server: Server): void {
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.on('clientError', answerClientError);
}
