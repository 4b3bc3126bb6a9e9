import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What becomes of the settings that a client gives its session. */
type SetStatements = 'forwarded' | 'ignored' | 'refused';

interface Options {
  /** Statements that every session begins with, as if they were the server's defaults. */
  readonly defaults?: readonly string[];
  readonly setStatements?: SetStatements;
}

const OK_MARKER = 0x00;
const COM_QUERY = 0x03;
/** The driver agrees with MySQL that statements have attributes: here none, of one set. */
const MYSQL_QUERY = Buffer.from([COM_QUERY, 0, 1]);
const MARIADB_QUERY = Buffer.from([COM_QUERY]);
const OK = Buffer.from([7, 0, 0, 1, OK_MARKER, 0, 0, 2, 0, 0, 0]);
const REFUSAL = packet(Buffer.from('\xff\x27\x05#42000refused', 'latin1'), 1);

/** A proxy that knows the packets of MySQL and MariaDB, for servers whose defaults must not be changed. */
export class SessionProxy {
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async to(url: string, options: Options): Promise<SessionProxy> {
    const target = new URL(url);
    const [port, host] = [Number(target.port), target.hostname];
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address() as AddressInfo;
    const proxied = Object.assign(target, { host: `127.0.0.1:${address.port}` }).href;
    const proxy = new SessionProxy(server, proxied);
    server.on('connection', (client) => proxy.#join(client, connect(port, host), options));
    return proxy;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
  }

  #join(client: Socket, upstream: Socket, options: Options): void {
    for (const socket of [client, upstream]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    void relay(client, upstream, options).catch(() => client.destroy());
  }
}

async function relay(client: Socket, upstream: Socket, options: Options): Promise<void> {
  const { defaults = [], setStatements = 'forwarded' } = options;
  const answers = packetsOf(upstream);
  const hello = await next(answers);
  client.write(hello);
  void forwardCommands(client, upstream, setStatements).catch(() => client.destroy());
  const queryHeader = hello.includes('MariaDB') ? MARIADB_QUERY : MYSQL_QUERY;
  let isLoggedIn = false;
  for await (const answer of answers) {
    if (!isLoggedIn && answer[4] === OK_MARKER) {
      isLoggedIn = true;
      for (const statement of defaults) {
        upstream.write(packet(Buffer.concat([queryHeader, Buffer.from(statement)]), 0));
        assertOk(await next(answers), statement);
      }
    }
    client.write(answer);
  }
}

async function forwardCommands(
  client: Socket,
  upstream: Socket,
  setStatements: SetStatements,
): Promise<void> {
  for await (const command of packetsOf(client)) {
    const isSet = command[4] === COM_QUERY && /^\P{L}*SET /iu.test(command.toString('latin1', 5));
    if (!isSet || setStatements === 'forwarded') upstream.write(command);
    else client.write(setStatements === 'ignored' ? OK : REFUSAL);
  }
}

async function next(packets: AsyncGenerator<Buffer>): Promise<Buffer> {
  const result = await packets.next();
  if (result.done === true) throw new Error('the connection ended');
  return result.value;
}

/** A test must not go on without its conditions. */
function assertOk(answer: Buffer, statement: string): void {
  if (answer[4] === OK_MARKER) return;
  process.stderr.write(`${statement}: ${answer.toString('latin1', 13)}\n`);
  throw new Error('the server refuses the defaults of the test');
}

function packet(payload: Buffer, sequence: number): Buffer {
  const header = Buffer.alloc(4);
  header.writeUIntLE(payload.length, 0, 3);
  header[3] = sequence;
  return Buffer.concat([header, payload]);
}

async function* packetsOf(socket: Socket): AsyncGenerator<Buffer> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    bytes = Buffer.concat([bytes, chunk]);
    for (let length = sizeOfFirst(bytes); bytes.length >= length; length = sizeOfFirst(bytes)) {
      yield bytes.subarray(0, length);
      bytes = bytes.subarray(length);
    }
  }
}

function sizeOfFirst(bytes: Buffer): number {
  return bytes.length < 4 ? Number.POSITIVE_INFINITY : 4 + bytes.readUIntLE(0, 3);
}
