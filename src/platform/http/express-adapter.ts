import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ExpressAdapter } from '@nestjs/platform-express';
import express, { type Express } from 'express';
import { allowedMethods } from './allowed-methods.js';
import { answerClientError, answerOnSocket, type ClientError } from './client-error.js';
import { Problem } from '../errors/problem.js';
import { writeProblem } from './write-problem.js';
import { assignRequestId } from '../logging/request-id.js';
import { createMessageClasses } from './express-messages.js';

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than the usual 60 s of load balancers, so that they close idle connections first. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;

type Handle = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
/** @returns whether it answered; otherwise the request and the response are unchanged. */
type FastPath = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Replaces the built-in error responses of Node.js and Express by problem documents. */
export class ShortcoreExpressAdapter extends ExpressAdapter {
  #fastPath: FastPath = () => false;
  readonly #open = new Set<ServerResponse>();
  #isDraining = false;

  constructor() {
    super(createExpress());
  }

  /** Registers a handler that runs before Express. */
  useFastPath(fastPath: FastPath): void {
    this.#fastPath = fastPath;
  }

  /** Sends `Connection: close` with each response from now on, so that clients connect to another instance. */
  drain(): void {
    this.#isDraining = true;
    for (const response of this.#open) response.shouldKeepAlive = false;
  }

  override initHttpServer(): void {
    const handle = this.getInstance<Handle>();
    const options = {
      ...createMessageClasses(this.getInstance<Express>()),
      requireHostHeader: false,
    };
    const server = createServer(options, (request, response) => {
      if (this.#isDraining) response.shouldKeepAlive = false;
      if (isWithoutHost(request)) answerMalformed(request, response);
      else if (!this.#fastPath(request, response)) {
        this.#open.add(response);
        response.once('close', () => this.#open.delete(response));
        // Express calls back when it cannot parse the request target.
        handle(request, response, () => answerMalformed(request, response));
      }
    });
    server.headersTimeout = HEADERS_TIMEOUT_MS;
    server.requestTimeout = REQUEST_TIMEOUT_MS;
    server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
    server.on('connection', cacheRemoteAddress);
    server.on('clientError', (error: ClientError, socket: Socket) =>
      this.#answerClientError(error, socket),
    );
    server.on('connect', (_request: IncomingMessage, socket: Socket) => {
      answerOnSocket(
        new Problem('method-not-allowed', { headers: { Allow: 'GET, HEAD' } }),
        socket,
      );
    });
    server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
      answer(new Problem('expectation-failed'), request, response);
    });
    this.httpServer = server;
  }

  /** Waits for the response to the previous request on the same connection. */
  #answerClientError(error: ClientError, socket: Socket): void {
    const methodsOf = (path: string): string[] => allowedMethods(this.getInstance<Express>(), path);
    const respond = (): void => answerClientError(error, socket, methodsOf);
    const pending = [...this.#open].findLast((response) => response.socket === socket);
    if (pending === undefined) respond();
    else pending.once('close', respond);
  }
}

/** Express reads these settings when the first route is added. */
function createExpress(): Express {
  const server = express();
  // Keys are case-sensitive.
  server.set('case sensitive routing', true);
  server.set('etag', false);
  server.disable('x-powered-by');
  // Controllers compare `If-None-Match` themselves. Express would match `*` for a response without `ETag`.
  Object.defineProperty(server.request, 'fresh', { value: false });
  return server;
}

/** Reading the address makes Node.js cache it; it is not available after the connection has closed. */
function cacheRemoteAddress({ remoteAddress }: Socket): void {
  void remoteAddress;
}

/** RFC 9112, 3.2. */
function isWithoutHost(request: IncomingMessage): boolean {
  return request.httpVersion === '1.1' && request.headers.host === undefined;
}

function answerMalformed(request: IncomingMessage, response: ServerResponse): void {
  answer(new Problem('malformed-request'), request, response);
}

function answer(problem: Problem, request: IncomingMessage, response: ServerResponse): void {
  assignRequestId(request, response, () => writeProblem(problem, request, response));
}
