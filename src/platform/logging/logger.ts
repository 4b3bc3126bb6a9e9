import type { IncomingMessage, ServerResponse } from 'node:http';
import { pino, type Logger } from 'pino';
import { pinoHttp, type HttpLogger } from 'pino-http';
import type { Config } from '../config/config.js';
import { requestIdOf } from './request-id.js';

export function createLogger({ logLevel }: Pick<Config, 'logLevel'>): Logger {
  return pino({
    level: logLevel,
    serializers: { err: bareError },
  });
}

/** Logs each request: server errors as `error`, API calls at `info`, others at `debug`. */
export function createRequestLogger(logger: Logger): HttpLogger {
  return pinoHttp({
    logger,
    genReqId: requestIdOf,
    customSuccessObject: withRequestId,
    customErrorObject: (request, response, _error, line) => withRequestId(request, response, line),
    customLogLevel: (request, response, error) => {
      if (error !== undefined || response.statusCode >= 500) return 'error';
      return pathOf(request).startsWith('/api/') ? 'info' : 'debug';
    },
    // No headers (API keys), addresses (visitors) or queries (personal data).
    serializers: {
      req: (request: { raw: IncomingMessage }) => ({
        method: request.raw.method,
        path: pathOf(request.raw),
      }),
      res: (response: { raw: ServerResponse }) => ({ status: response.raw.statusCode }),
    },
  });
}

function withRequestId(request: IncomingMessage, _response: ServerResponse, line: object): object {
  return { ...line, requestId: requestIdOf(request) };
}

/** Drops other properties, because a failed query's contain the values that were sent. */
function bareError(error: Error & { code?: unknown }): object {
  const { name, message, code, stack } = error;
  return { type: name, message, code, stack };
}

function pathOf(request: IncomingMessage & { originalUrl?: string }): string {
  const [path = ''] = (request.originalUrl ?? request.url ?? '').split('?', 1);
  return path;
}
