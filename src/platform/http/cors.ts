import type { INestApplication } from '@nestjs/common';
import type { Request } from 'express';

type CorsOptions = Exclude<Parameters<INestApplication['enableCors']>[0], undefined | Function>;
type Done = (error: Error | null, options: CorsOptions) => void;

const PREFLIGHT_MAX_AGE_SECONDS = 600;
const NOT_SHARED: CorsOptions = { origin: false };

/** Allows pages of these origins to call the API only. Credentials such as cookies are not allowed. */
export function enableCors(app: INestApplication, origins: readonly string[]): void {
  if (origins.length === 0) return;
  app.enableCors((request: Request, done: Done) => {
    done(null, isOfApi(request) ? optionsFor(request, origins) : NOT_SHARED);
  });
}

function isOfApi({ path }: Request): boolean {
  return path.startsWith('/api/');
}

function optionsFor({ headers }: Request, origins: readonly string[]): CorsOptions {
  return {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'Authorization',
      'X-Api-Key',
      'Content-Type',
      'If-Match',
      'If-None-Match',
      'Idempotency-Key',
      'X-Request-Id',
    ],
    exposedHeaders: [
      'ETag',
      'Location',
      'RateLimit-Limit',
      'RateLimit-Remaining',
      'RateLimit-Reset',
      'Retry-After',
      'Idempotency-Replayed',
      'X-Request-Id',
    ],
    maxAge: PREFLIGHT_MAX_AGE_SECONDS,
    // An `OPTIONS` request that is not a preflight goes on to the routes.
    preflightContinue: headers['access-control-request-method'] === undefined,
  };
}
