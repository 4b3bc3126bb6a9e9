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

/** One line per API request, 5xx at `error` and others at `info`. Other requests, such as redirects, are at `debug`. */
export function createRequestLogger(logger: Logger): HttpLogger {
  return pinoHttp({
    logger,
    genReqId: requestIdOf,
    customSuccessObject: withRequestId,
    customErrorObject: (request, response, _error, line) => withRequestId(request, response, line),
    customLogLevel: (request, response, error) => {
      if (!pathOf(request).startsWith('/api/')) return 'debug';
      return error !== undefined || response.statusCode >= 500 ? 'error' : 'info';
    },
    // Without headers (API keys), addresses (visitors) and queries (personal data).
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

/** Omits other properties: the error of a failed query contains its parameter values. */
function bareError(error: Error & { code?: unknown }): object {
  const { name, message, code, stack } = error;
  return { type: name, message, code, stack };
}

function pathOf(request: IncomingMessage & { originalUrl?: string }): string {
  const [path = ''] = (request.originalUrl ?? request.url ?? '').split('?', 1);
  return path;
}
