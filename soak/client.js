import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { TEST_API_KEY } from '../test/support/environment.js';

/** Longer than an instance is ever stopped. */
const ANSWER_LIMIT_MS = 25_000;
const AFTER_FAILURE_MS = 100;
const INSTANCE_PREFIX_LENGTH = 24;
const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0';

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {string | undefined} location
 * @property {string | undefined} retryAfter
 * @property {string} instance the prefix of its request ids
 * @property {any} body
 */

/**
 * A request and what became of it.
 * @typedef {object} Exchange
 * @property {string} name
 * @property {number} begunMs
 * @property {number} endedMs
 * @property {Answer} [answer] `undefined` if the connection failed
 * @property {string} [failure]
 * @property {number} idleMs how long the connection was idle before; 0 for a new one
 */

/** One connection to a machine, which is opened again when it is closed. Sends one request at a time. */
export class Client {
  #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  #usedMs = 0;
  /** @type {{ clicks: import('./link.js').ClickCount, answeredMs: number } | undefined} */
  lastRedirect;

  /** @param {import('./machine.js').Machine} machine */
  constructor(machine) {
    this.machine = machine;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   * @returns {Promise<Exchange>}
   */
  async send(method, path, body) {
    const begunMs = performance.now();
    const facts = { name: `${method} ${path} on machine ${this.machine.number}`, begunMs };
    const idle = { ms: 0 };
    try {
      const answer = await this.#ask({ method, path, body, idle });
      return { ...facts, endedMs: performance.now(), answer, idleMs: idle.ms };
    } catch (error) {
      const endedMs = performance.now();
      const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
      // A machine that is down is not asked without a pause.
      await sleep(AFTER_FAILURE_MS);
      return { ...facts, endedMs, failure: code ?? message, idleMs: idle.ms };
    } finally {
      this.#usedMs = performance.now();
    }
  }

  /** Has the next request use a new connection, maybe to another instance. */
  renew() {
    this.machine.noteClosed(this.lastRedirect);
    this.lastRedirect = undefined;
    this.#agent.destroy();
  }

  /**
   * @param {{ method: string, path: string, body: object | undefined, idle: { ms: number } }} call
   * @returns {Promise<Answer>}
   */
  #ask({ method, path, body, idle }) {
    const isApi = path.startsWith('/api/');
    const headers = {
      'User-Agent': USER_AGENT,
      ...(isApi && { Authorization: `Bearer ${TEST_API_KEY}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    };
    const { port } = this.machine;
    const options = { host: '127.0.0.1', port, method, path, headers, agent: this.#agent };
    return new Promise((resolve, reject) => {
      const sent = request({ ...options, signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
      sent.once('socket', (socket) => {
        if (sent.reusedSocket) idle.ms = performance.now() - this.#usedMs;
        // After the promise of an answer that came in the same moment.
        else socket.once('close', () => setImmediate(() => this.#onClose()));
      });
      sent.once('response', (response) => {
        toAnswer(response).then(resolve, reject);
      });
      sent.once('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  #onClose() {
    this.machine.noteBroken(this.lastRedirect);
    this.lastRedirect = undefined;
  }
}

/** @param {import('node:http').IncomingMessage} response @returns {Promise<Answer>} */
async function toAnswer(response) {
  const content = await text(response);
  const { location, 'retry-after': retryAfter, 'content-type': type = '' } = response.headers;
  return {
    status: response.statusCode ?? 0,
    location,
    retryAfter,
    instance: String(response.headers['x-request-id']).slice(0, INSTANCE_PREFIX_LENGTH),
    body: type.includes('json') && content !== '' ? JSON.parse(content) : undefined,
  };
}
