import type { IncomingMessage, ServerResponse } from 'node:http';
import { pino, type Logger } from 'pino';
import { pinoHttp, type HttpLogger } from 'pino-http';
import type { Config } from '../config/config.js';
import { currentRequestId, requestIdOf } from './request-context.js';

/** JSON lines on standard output. Every line written for a request carries its id. */
export function createLogger({ logLevel }: Pick<Config, 'logLevel'>): Logger {
  return pino({
    level: logLevel,
    serializers: { err: bareError },
    mixin() {
      const requestId = currentRequestId();
      return requestId === undefined ? {} : { requestId };
    },
  });
}

/** One line per request: failures of ours as errors, calls of the API at `info`, the rest at `debug`. */
export function createRequestLogger(logger: Logger): HttpLogger {
  return pinoHttp({
    logger,
    genReqId: requestIdOf,
    customLogLevel: (request, response, error) => {
      if (error !== undefined || response.statusCode >= 500) return 'error';
      return pathOf(request).startsWith('/api/') ? 'info' : 'debug';
    },
    // Neither headers (keys), nor addresses (visitors), nor queries (other people's data).
    serializers: {
      req: (request: { raw: IncomingMessage }) => ({
        method: request.raw.method,
        path: pathOf(request.raw),
      }),
      res: (response: { raw: ServerResponse }) => ({ status: response.raw.statusCode }),
    },
  });
}

/** Without an error's other properties: a failed query has the values it was sent among them. */
function bareError(error: Error & { code?: unknown }): object {
  const { name, message, code, stack } = error;
  return { type: name, message, code, stack };
}

function pathOf(request: IncomingMessage & { originalUrl?: string }): string {
  const [path = ''] = (request.originalUrl ?? request.url ?? '').split('?', 1);
  return path;
}
