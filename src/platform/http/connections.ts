import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Connection } from './connection.js';
import type { HttpLimits } from './http-limits.js';

/** The open connections of a server. */
export class Connections {
  readonly #bySocket = new Map<Socket, Connection>();
  #isDraining = false;

  constructor(private readonly limits: HttpLimits) {}

  /** Enforces the limits. */
  watch(server: Server): void {
    server.headersTimeout = this.limits.headMs;
    server.requestTimeout = this.limits.requestMs;
    server.keepAliveTimeout = this.limits.idleMs;
    server.on('connection', (socket: Socket) => this.#add(socket));
    const timer = setInterval(() => this.#check(), this.limits.checkEveryMs).unref();
    server.once('close', () => clearInterval(timer));
  }

  of(socket: Socket): Connection | undefined {
    return this.#bySocket.get(socket);
  }

  /** Returns whether the request may be handled. */
  accept(response: ServerResponse): boolean {
    return this.of(response.req.socket)?.accept(response) ?? false;
  }

  /** Sends `Connection: close` with each response from now on, so that clients connect to another instance. */
  drain(): void {
    this.#isDraining = true;
    for (const connection of this.#bySocket.values()) connection.drain();
  }

  /** Fails all requests that are not complete. */
  expire(): void {
    for (const connection of this.#bySocket.values()) connection.expire();
  }

  #add(socket: Socket): void {
    const connection = new Connection(socket, this.limits);
    if (this.#isDraining) connection.drain();
    this.#bySocket.set(socket, connection);
    socket.once('close', () => this.#bySocket.delete(socket));
  }

  #check(): void {
    const nowMs = performance.now();
    for (const connection of this.#bySocket.values()) connection.check(nowMs);
  }
}
