import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A network between an instance and its database that can be cut, and that can swallow what it is sent. */
export class Proxy {
  readonly #sockets = new Set<Socket>();
  #isCut = false;
  readonly #server = createServer((client) => this.#join(client));

  private constructor(
    private readonly port: number,
    private readonly host: string,
  ) {}

  static async to(url: string): Promise<{ proxy: Proxy; url: string }> {
    const target = new URL(url);
    const proxy = new Proxy(Number(target.port), target.hostname);
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening');
    const { port } = proxy.#server.address() as AddressInfo;
    return { proxy, url: Object.assign(target, { host: `127.0.0.1:${port}` }).href };
  }

  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  hang(): void {
    for (const socket of this.#sockets) socket.pause();
    this.#server
      .removeAllListeners('connection')
      .on('connection', (client) => this.#sockets.add(client));
  }

  mend(): void {
    this.#isCut = false;
    for (const socket of this.#sockets) socket.destroy();
    this.#server.removeAllListeners('connection').on('connection', (client) => this.#join(client));
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #join(client: Socket): void {
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
  }
}
