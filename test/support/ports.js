import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the ports that the system gives to outgoing connections and to programs that listen on port 0,
 * so no program can be given a port between its choice and the moment the one it is for listens on it.
 */
const FIRST = 10_000;
/** More than a suite needs, so that each port is free for long before its turn comes again. */
export const PORTS_PER_WORKER = 150;
const WORKER_SLOTS = Math.floor((32_768 - FIRST) / PORTS_PER_WORKER);

/** Programs that are not Jest's workers share a range. */
const ownFirst =
  FIRST + PORTS_PER_WORKER * (Number(process.env['JEST_WORKER_ID'] ?? 0) % WORKER_SLOTS);
let next = Math.floor(Math.random() * PORTS_PER_WORKER);

/** A port on which nobody listens, and which no other worker of this run is given. */
export async function freePort() {
  for (const _attempt of Array(PORTS_PER_WORKER)) {
    const port = ownFirst + next;
    next = (next + 1) % PORTS_PER_WORKER;
    if (await canListen(port)) return port;
  }
  throw new Error(`no port from ${ownFirst} to ${ownFirst + PORTS_PER_WORKER - 1} is free`);
}

/** @param {number} port */
async function canListen(port) {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
