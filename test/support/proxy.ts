import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP proxy between an instance and its database that can close its connections or stop forwarding. */
export class Proxy {
  readonly #sockets = new Set<Socket>();
  #isCut = false;
  #isPaused = false;
  readonly #server = createServer((client) => this.#forward(client));

  private constructor(
    private readonly port: number,
    private readonly host: string,
  ) {}

  /** @param url of a database server: what goes to a file passes no proxy. */
  static async to(url: string): Promise<{ proxy: Proxy; url: string }> {
    const target = new URL(url);
    if (target.host === '') throw new Error(`no server: ${url}`);
    const proxy = new Proxy(Number(target.port), target.hostname);
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening');
    const { port } = proxy.#server.address() as AddressInfo;
    return { proxy, url: Object.assign(target, { host: `127.0.0.1:${port}` }).href };
  }

  /** Closes all connections and every new one. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Keeps connections open but forwards nothing. */
  hang(): void {
    for (const socket of this.#sockets) socket.pause();
    this.#server
      .removeAllListeners('connection')
      .on('connection', (client) => this.#sockets.add(client));
  }

  /** Delays what is sent until `resume`. */
  pause(): void {
    this.#isPaused = true;
    for (const socket of this.#sockets) socket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    for (const socket of this.#sockets) socket.resume();
  }

  restore(): void {
    this.#isCut = false;
    for (const socket of this.#sockets) socket.destroy();
    this.#server
      .removeAllListeners('connection')
      .on('connection', (client) => this.#forward(client));
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #forward(client: Socket): void {
    if (this.#isCut) {
      client.destroy();
      return;
    }
    const server = connect(this.port, this.host);
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.pipe(server).pipe(client);
    if (this.#isPaused) for (const socket of [client, server]) socket.pause();
  }
}
