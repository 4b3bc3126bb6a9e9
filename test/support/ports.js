import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the ports that Linux gives by default to outgoing connections and to programs that listen on port 0, so the
 * system gives no program a port between its choice and the moment the one it is for listens on it. Above 10080, the
 * last port that browsers and `fetch` refuse.
 */
const FIRST = 10_200;
const LAST = 32_767;
/** More than a suite takes. */
export const PORTS_PER_WORKER = 150;
const WORKER_SLOTS = Math.floor((LAST + 1 - FIRST) / PORTS_PER_WORKER);
/** Spreads runs on one machine, whose processes are often neighbours. */
const SPREAD = 7_919;

const worker = process.env['JEST_WORKER_ID'];
/** The workers of a run have one parent, which has the slot before theirs. */
const run = worker === undefined ? process.pid : process.ppid;
const slot = (run * SPREAD + Number(worker ?? 0)) % WORKER_SLOTS;
const ownFirst = FIRST + slot * PORTS_PER_WORKER;
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
