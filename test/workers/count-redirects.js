// Visits links in turn, over many connections at once, until it is told after how many redirects to end.
// Says as JSON how many redirects of each link it was given, and how many visits broke off unanswered.
// Speaks HTTP itself, as a client library would need more of the machine than the service.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const REPORT_EVERY = 1_000;
/** A connection that is never answered counts as broken off. */
const ANSWER_LIMIT_MS = 60_000;
const END_OF_HEADERS = '\r\n\r\n';

/** @param after `keep-alive` to send many requests on a connection, or `close`. */
const [port, perSecond, connectionCount, after, ...keys] = process.argv.slice(2);
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0';
const served = Object.fromEntries(keys.map((key) => [key, 0]));
const startedAtMs = performance.now();
let total = Number.POSITIVE_INFINITY;
let servedCount = 0;
let begunCount = 0;
let brokenOffCount = 0;

process.on('message', (message) => (total = message.total));
process.on('disconnect', () => process.exit());

function open() {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** @throws when the connection ends before the answer does, or when there is none in time. */
function ask(socket, key) {
  return new Promise((resolve, reject) => {
    let answer = '';
    const onData = (chunk) => {
      answer += chunk.toString('latin1');
      if (answer.endsWith(END_OF_HEADERS)) settle(() => resolve(answer));
    };
    const onClose = () => settle(() => reject(new Error('broken off')));
    const timer = setTimeout(() => socket.destroy(), ANSWER_LIMIT_MS);
    const settle = (settlement) => {
      clearTimeout(timer);
      socket.off('data', onData).off('close', onClose);
      settlement();
    };
    socket.on('data', onData).on('close', onClose);
    const head = `Host: 127.0.0.1\r\nUser-Agent: ${userAgent}\r\nConnection: ${after}`;
    socket.write(`GET /${key} HTTP/1.1\r\n${head}\r\n\r\n`);
  });
}

async function visit(connection) {
  const key = keys[begunCount++ % keys.length];
  try {
    if (connection.socket === undefined || connection.socket.closed) {
      connection.socket = (await open()).on('error', () => {});
    }
    const answer = await ask(connection.socket, key);
    if (!answer.startsWith('HTTP/1.1 302 ')) throw new TypeError(`${answer} for ${key}`);
    served[key]++;
    servedCount++;
    if (/^connection: close\r$/im.test(answer)) {
      connection.socket.destroy();
      connection.socket = undefined;
    }
  } catch (error) {
    if (error instanceof TypeError) throw error;
    brokenOffCount++;
    connection.socket = undefined;
  }
}

async function visitor() {
  const connection = { socket: undefined };
  while (servedCount < total) {
    await visit(connection);
    if (process.connected && servedCount % REPORT_EVERY === 0) process.send({ servedCount });
    const aheadMs = (servedCount / Number(perSecond)) * 1_000 - (performance.now() - startedAtMs);
    if (aheadMs > 0) await sleep(aheadMs);
  }
  connection.socket?.destroy();
}

await Promise.all(Array.from({ length: Number(connectionCount) }, visitor));
process.send({ servedCount, served, brokenOffCount });
process.disconnect();
