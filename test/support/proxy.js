import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** @typedef {import('node:net').Socket} Socket */

/** A TCP proxy between an instance and its database that can close its connections or stop forwarding. */
export class Proxy {
  /** @type {Set<Socket>} */
  #sockets = new Set();
  #isCut = false;
  #isPaused = false;
  #untilCutCount = Infinity;
  #server = createServer((client) => this.#forward(client));

  /**
   * @param {number} port
   * @param {string} host
   */
  constructor(port, host) {
    this.port = port;
    this.host = host;
  }

  /**
   * @param {string} url of a database server: what goes to a file passes no proxy.
   * @returns {Promise<{ proxy: Proxy, url: string }>}
   */
  static async to(url) {
    const target = new URL(url);
    if (target.host === '') throw new Error(`no server: ${url}`);
    const proxy = new Proxy(Number(target.port), target.hostname);
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening');
    const { port } = /** @type {import('node:net').AddressInfo} */ (proxy.#server.address());
    return { proxy, url: Object.assign(target, { host: `127.0.0.1:${port}` }).href };
  }

  /** Closes all connections and every new one. */
  cut() {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Cuts when this many connections were opened and one more comes. @param {number} count */
  cutAfter(count) {
    this.#untilCutCount = count;
  }

  /** Keeps connections open but forwards nothing. */
  hang() {
    for (const socket of this.#sockets) socket.pause();
    this.#server
      .removeAllListeners('connection')
      .on('connection', (client) => this.#sockets.add(client));
  }

  /** Delays what is sent until `resume`. */
  pause() {
    this.#isPaused = true;
    for (const socket of this.#sockets) socket.pause();
  }

  resume() {
    this.#isPaused = false;
    for (const socket of this.#sockets) socket.resume();
  }

  restore() {
    this.#isCut = false;
    for (const socket of this.#sockets) socket.destroy();
    this.#server
      .removeAllListeners('connection')
      .on('connection', (client) => this.#forward(client));
  }

  close() {
    this.cut();
    this.#server.close();
  }

  /** @param {Socket} client */
  #forward(client) {
    if (this.#untilCutCount-- === 0) this.cut();
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
