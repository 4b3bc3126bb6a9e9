import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ExpressAdapter } from '@nestjs/platform-express';
import express, { type Express } from 'express';
import { allowedMethods } from './allowed-methods.js';
import { isOfHead, isOfRequest, problemOf, type ClientError } from './client-error.js';
import { Connections } from './connections.js';
import { Problem } from '../errors/problem.js';
import { HTTP_LIMITS } from './http-limits.js';
import { writeProblem } from './write-problem.js';
import { assignRequestId } from '../logging/request-id.js';
import { createMessageClasses } from './express-messages.js';

type Handle = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
/** @returns whether it answered; otherwise the request and the response are unchanged. */
type FastPath = (request: IncomingMessage, response: ServerResponse) => boolean;
/** Answers, or leaves the request and the response unchanged and calls `next`. */
type AsyncPath = Handle;

/** Replaces the built-in error responses of Node.js and Express by problem documents. */
export class ShortcoreExpressAdapter extends ExpressAdapter {
  #fastPath: FastPath = () => false;
  #asyncPath: AsyncPath = (_request, _response, next) => next();
  readonly #connections: Connections;

  constructor(private readonly limits = HTTP_LIMITS) {
    super(createExpress());
    this.#connections = new Connections(limits);
  }

  /** Registers handlers that run before Express, one after the other. */
  useFastPath(fastPath: FastPath, asyncPath: AsyncPath): void {
    this.#fastPath = fastPath;
    this.#asyncPath = asyncPath;
  }

  /** Sends `Connection: close` with each response from now on, so that clients connect to another instance. */
  drain(): void {
    this.#connections.drain();
  }

  /** Answers the requests that are not complete. */
  expireRequests(): void {
    this.#connections.expire();
  }

  override initHttpServer(): void {
    const options = {
      ...createMessageClasses(this.getInstance<Express>()),
      requireHostHeader: false,
      connectionsCheckingInterval: this.limits.checkEveryMs,
    };
    const serve = this.#createListener();
    const server = createServer(options, serve);
    this.#connections.watch(server);
    server.on('connection', cacheRemoteAddress);
    // Node.js would send 100 before it is known who the client is.
    server.on('checkContinue', serve);
    server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
      if (!this.#connections.accept(response)) return;
      answer(new Problem('expectation-failed'), request, response);
    });
    server.on('clientError', (error: ClientError, socket: Socket) => this.#fail(error, socket));
    server.on('connect', (_request: IncomingMessage, socket: Socket) => {
      const headers = { Allow: 'GET, HEAD' };
      this.#connections.of(socket)?.fail(new Problem('method-not-allowed', { headers }));
    });
    this.httpServer = server;
  }

  #createListener(): (request: IncomingMessage, response: ServerResponse) => void {
    const handle = this.getInstance<Handle>();
    return (request, response) => {
      if (!this.#connections.accept(response)) return;
      if (isWithoutHost(request)) answerMalformed(request, response);
      else if (!this.#fastPath(request, response)) {
        this.#asyncPath(request, response, () => {
          // Express calls back when it cannot parse the request target.
          handle(request, response, () => answerMalformed(request, response));
        });
      }
    };
  }

  #fail(error: ClientError, socket: Socket): void {
    if (!isOfRequest(error)) {
      socket.destroy();
      return;
    }
    const methodsOf = (path: string): string[] => allowedMethods(this.getInstance<Express>(), path);
    this.#connections.of(socket)?.fail(problemOf(error, methodsOf), isOfHead(error));
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
