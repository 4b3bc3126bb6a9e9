import { once } from 'node:events';
import { Agent, request as send, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Answer, Contract } from '../contract.js';
import { TEST_API_KEY } from '../environment.js';
import { JSON_TYPE } from './body.js';
import { SOME_KEY, type FuzzRequest } from './requests.js';
import { judge } from './judge.js';

const CONNECTIONS = 16;
const KEPT_TOMBSTONES = 5;
const SHOWN_LENGTH = 600;

/** Sends requests to an instance, and remembers which links there are. */
export class Fuzzer {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  readonly #keys: string[] = [];
  #tombstones = 0;
  sentCount = 0;
  readonly seen = new Map<number, number>();

  constructor(
    private readonly baseUrl: string,
    private readonly contract: Contract,
  ) {}

  /** Makes links, for there to be some from the start. */
  async createLinks(count: number): Promise<void> {
    const body = { bytes: Buffer.from('{"url":"https://example.com/"}'), headers: JSON_TYPE };
    const request = { method: 'POST', path: '/api/v1/links', headers: {}, body };
    await Promise.all(Array.from({ length: count }, () => this.attempt(request)));
  }

  /** @throws when the answer is not one that the service promises. */
  async attempt(asked: FuzzRequest): Promise<void> {
    const path = asked.path.replace(SOME_KEY, (_all, number) => this.#keyAt(Number(number)));
    const request = { ...asked, path };
    try {
      const answer = await this.#ask(request);
      this.seen.set(answer.status, (this.seen.get(answer.status) ?? 0) + 1);
      judge(this.contract, request, answer);
      this.#learn(request, answer);
    } catch (error) {
      throw new Error(`${described(request)}: ${String(error)}`, { cause: error });
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  async #ask({ method, path, headers, body }: FuzzRequest): Promise<Answer> {
    const { hostname, port } = new URL(this.baseUrl);
    const isChunked = body?.headers['Transfer-Encoding'] !== undefined;
    const asked = send({
      hostname,
      port,
      method,
      path,
      agent: this.#agent,
      headers: {
        Authorization: `Bearer ${TEST_API_KEY}`,
        ...(body !== undefined && !isChunked && { 'Content-Length': body.bytes.length }),
        ...body?.headers,
        ...headers,
      },
    });
    asked.end(body?.bytes);
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    // What is left of a body may find the connection closed.
    asked.on('error', () => {});
    this.sentCount++;
    return answerOf(response, await buffer(response));
  }

  #keyAt(number: number): string {
    const key = this.#keys[number % this.#keys.length] ?? 'none-yet';
    return encodeURIComponent(key);
  }

  #learn({ method, path }: FuzzRequest, { status, body }: Answer): void {
    if (status === 201 && typeof body.key === 'string') this.#keys.push(body.key);
    if (method !== 'DELETE' || status !== 204 || ++this.#tombstones <= KEPT_TOMBSTONES) return;
    const at = this.#keys.findIndex((key) => path.endsWith(`/${encodeURIComponent(key)}`));
    if (at !== -1) this.#keys.splice(at, 1);
  }
}

function answerOf({ statusCode = 0, headers }: IncomingMessage, bytes: Buffer): Answer {
  const text = bytes.toString();
  const [type = ''] = (headers['content-type'] ?? '').split(';', 1);
  const body: unknown = type.endsWith('json') && text !== '' ? JSON.parse(text) : text;
  return { status: statusCode, headers: headers as Answer['headers'], type, text, body };
}

function described({ method, path, headers, body }: FuzzRequest): string {
  const all = JSON.stringify({ ...body?.headers, ...headers });
  const bytes = body === undefined ? '' : JSON.stringify(body.bytes.toString());
  return [method, path, all, bytes].map((part) => part.slice(0, SHOWN_LENGTH)).join(' ');
}
