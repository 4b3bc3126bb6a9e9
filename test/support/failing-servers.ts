import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server does with a request before it ends, as when it is killed. */
const FAILURES = {
  'before it answers': () => {},
  'within the headers': ({ socket }) =>
    socket?.write('HTTP/1.1 302 Found\r\nLocation: https://exa'),
  'within the body': ({ socket }) =>
    socket?.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'),
} as const satisfies Readonly<Record<string, (response: ServerResponse) => void>>;

export type Failure = keyof typeof FAILURES | 'silent';

/** Servers of which the first to get a request fails. Others answer it. */
export class FailingServers {
  readonly #servers: Server[] = [];
  #receivedCount = 0;

  private constructor(private readonly failure: Failure) {}

  static async start(count: number, failure: Failure): Promise<FailingServers> {
    const servers = new FailingServers(failure);
    for (let index = 0; index < count; index++) {
      const server = createServer((request, response) => servers.#handle(request, response));
      servers.#servers.push(server.listen(0, '127.0.0.1'));
      await once(server, 'listening');
    }
    return servers;
  }

  get hosts(): string[] {
    return this.#servers.map((server) => `127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  /** How often a request reached a server, without those about its health. */
  get receivedCount(): number {
    return this.#receivedCount;
  }

  stop(): void {
    for (const server of this.#servers) {
      server.close();
      server.closeAllConnections();
    }
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    if (request.url === '/health/live') return void response.end();
    request.once('end', () => this.#answer(response));
  }

  #answer(response: ServerResponse): void {
    this.#receivedCount++;
    if (this.#receivedCount > 1) response.writeHead(204).end();
    else if (this.failure !== 'silent') {
      FAILURES[this.failure](response);
      response.socket?.end();
    }
  }
}
