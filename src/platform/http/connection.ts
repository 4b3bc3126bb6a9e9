import type { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Problem } from '../errors/problem.js';
import { answerOnSocket } from './client-error.js';
import type { HttpLimits } from './http-limits.js';
import { failBody } from './read-body.js';

const KIB = 1024;
/** A body of this size that no handler reads is discarded. After a larger one the connection is closed. */
const MAX_UNREAD_BYTES = 64 * KIB;
/** Discarded after the last response, so that a client can finish any request of a valid size. */
const MAX_DISCARDED_BYTES = 16 * KIB * KIB;
/** Less than 2.2 KiB/s in addition to the buffers of the kernel is no client that reads. */
const MIN_READ_BYTES = 64 * KIB;

interface Unsent {
  readonly sinceMs: number;
  readonly sentBytes: number;
}

interface Idle {
  readonly sinceMs: number;
  readonly bytesRead: number;
  /** When bytes arrived that are not a request yet. */
  headSinceMs?: number;
}

/** A connection of a client, which ends in bounded time whatever the client does. */
export class Connection {
  #last: ServerResponse | undefined;
  /** No further request is accepted. */
  #isOver = false;
  #isDraining = false;
  #bytesReadAtEnd: number | undefined;
  #unsent: Unsent | undefined;
  #idle: Idle | undefined;

  constructor(
    private readonly socket: Socket,
    private readonly limits: HttpLimits,
  ) {
    // Node.js has no listener after CONNECT; an error without one ends the process.
    socket.on('error', () => socket.destroy());
    // Node.js calls this after a response with `Connection: close`.
    socket.destroySoon = () => this.#endAfterResponse();
  }

  /** Returns whether the request may be handled. */
  accept(response: ServerResponse): boolean {
    if (this.#isOver) return false;
    this.#last = response;
    this.#idle = undefined;
    if (this.#isDraining) response.shouldKeepAlive = false;
    if (hasLargeBody(response.req)) this.#closeUnlessRead(response);
    return true;
  }

  /** Sends `Connection: close` with each response from now on. */
  drain(): void {
    this.#isDraining = true;
    if (this.#last !== undefined) this.#last.shouldKeepAlive = false;
  }

  /** Answers a request that will not be complete, after the responses to earlier requests, and ends the connection. */
  fail(problem: Problem, isOfHead = false): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const last = this.#last;
    if (last?.req.complete === false) this.#failBody(last, problem);
    else if (last === undefined || last.writableFinished) this.#answer(problem, isOfHead);
    else last.once('close', () => this.#answer(problem, isOfHead));
  }

  /** Fails a request that is not complete. */
  expire(): void {
    const isWaitingForResponse = this.#last?.req.complete && !this.#last.writableFinished;
    if (!isWaitingForResponse) this.fail(new Problem('request-timeout'));
  }

  /** Ends what is over its time. Timers of Node.js are not enough: blank lines, say, restart them. */
  check(nowMs: number): void {
    if (this.#isUnread(nowMs) || this.#hasDiscardedTooMuch()) this.socket.destroy();
    else if (!this.#isOver) this.#checkIdle(nowMs);
  }

  #closeUnlessRead(response: ServerResponse): void {
    const { shouldKeepAlive } = response;
    response.shouldKeepAlive = false;
    response.req.once('end', () => {
      response.shouldKeepAlive = shouldKeepAlive && !this.#isDraining;
    });
  }

  #failBody(last: ServerResponse, problem: Problem): void {
    last.shouldKeepAlive = false;
    failBody(last.req, problem);
    if (last.writableFinished) this.#end();
    else last.once('close', () => this.#end());
  }

  #answer(problem: Problem, isOfHead: boolean): void {
    if (this.socket.writable) answerOnSocket(problem, this.socket, isOfHead);
    this.#end();
  }

  #endAfterResponse(): void {
    this.#isOver = true;
    if (this.#last?.req.complete) Socket.prototype.destroySoon.call(this.socket);
    else this.#end();
  }

  /**
   * Ends the connection in stages (RFC 9112, 9.6): a socket that is destroyed with unread data resets the connection,
   * and the client may lose the response.
   */
  #end(): void {
    const { socket } = this;
    if (this.#bytesReadAtEnd !== undefined || socket.destroyed) return;
    this.#bytesReadAtEnd = socket.bytesRead;
    this.#last?.req.once('end', () => Socket.prototype.destroySoon.call(socket));
    socket.resume().end(() => {
      const timer = setTimeout(() => socket.destroy(), this.limits.lingerMs);
      socket.once('close', () => clearTimeout(timer));
    });
  }

  #hasDiscardedTooMuch(): boolean {
    const { bytesRead } = this.socket;
    return bytesRead - (this.#bytesReadAtEnd ?? bytesRead) > MAX_DISCARDED_BYTES;
  }

  /** Whether the client does not read its responses. */
  #isUnread(nowMs: number): boolean {
    const { writableLength, bytesWritten } = this.socket;
    const sentBytes = bytesWritten - writableLength;
    if (writableLength === 0) this.#unsent = undefined;
    else if (this.#unsent === undefined || sentBytes - this.#unsent.sentBytes >= MIN_READ_BYTES) {
      this.#unsent = { sinceMs: nowMs, sentBytes };
    }
    return this.#unsent !== undefined && nowMs - this.#unsent.sinceMs >= this.limits.requestMs;
  }

  #checkIdle(nowMs: number): void {
    if (!this.#last?.req.complete || !this.#last.writableFinished) return;
    const { bytesRead } = this.socket;
    this.#idle ??= { sinceMs: nowMs, bytesRead };
    if (bytesRead > this.#idle.bytesRead) this.#idle.headSinceMs ??= nowMs;
    const { sinceMs, headSinceMs } = this.#idle;
    if (headSinceMs === undefined) {
      if (nowMs - sinceMs >= this.limits.idleMs) this.socket.destroy();
    } else if (nowMs - headSinceMs >= this.limits.headMs) this.fail(new Problem('request-timeout'));
  }
}

function hasLargeBody({ headers }: IncomingMessage): boolean {
  const { 'content-length': length = 0, 'transfer-encoding': coding } = headers;
  return coding !== undefined || Number(length) > MAX_UNREAD_BYTES;
}
