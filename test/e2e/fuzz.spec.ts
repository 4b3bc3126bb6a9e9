import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadContract } from '../support/contract.js';
import {
  describeOnEachServer,
  makeSqlite,
  SERVER_COUNT,
  type MakeDatabase,
} from '../support/databases.js';
import { ILLEGAL_EXTREMES, LARGEST_LEGAL, LEGAL_EXTREMES } from '../support/fuzz/extremes.js';
import type { Schema } from '../support/fuzz/from-schema.js';
import { Fuzzer } from '../support/fuzz/fuzzer.js';
import { requestsTo, type Operation } from '../support/fuzz/requests.js';
import { runningInstance } from '../support/instance-fixture.js';
import { processorTimeMs } from '../support/processor-time.js';
import { volume } from '../support/volume.js';

const TOTAL = Number(process.env['FUZZ_REQUESTS'] ?? volume(20_000));
const ON_SQLITE = SERVER_COUNT === 0 ? TOTAL : TOTAL * 0.6;
const ON_EACH_SERVER = (TOTAL * 0.4) / SERVER_COUNT;
const AT_ONCE = 64;
const LINKS_AT_START = 100;
const TIMEOUT_MS = 600_000;
const TRIES = 3;
/** How many times the largest legal request a batch may cost. */
const BATCH_COST = 2;

/** Of pino. */
const ERROR_LEVEL = 50;

/** What such requests have to meet, or they would not go far. */
const EXPECTED_STATUSES = [
  200, 201, 204, 302, 304, 400, 401, 404, 405, 410, 412, 413, 415, 417, 431,
];

interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, Omit<Operation, 'method' | 'path'>>>>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

async function requestsOf(baseUrl: string) {
  const { paths, components } = (await (
    await fetch(`${baseUrl}/docs/openapi.json`)
  ).json()) as Document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method, path })),
  );
  return requestsTo(operations, (ref) => components.schemas[ref.split('/').at(-1) ?? ''] ?? {});
}

/** Says how to see it again: with `FUZZ_SEED`. */
function report<T>({ failed, seed, errorInstance }: fc.RunDetails<T>): void {
  if (failed) throw new Error(`seed ${seed}: ${String(errorInstance)}`, { cause: errorInstance });
}

const seed = process.env['FUZZ_SEED'];
const settings = { ...(seed && { seed: Number(seed) }), endOnFailure: true, reporter: report };

/** What a batch of odd requests may cost: none of them is as large as this one. */
async function limitOfBatch(fuzzer: Fuzzer, pid: number): Promise<number> {
  return BATCH_COST * (await leastCostMs(pid, () => fuzzer.attempt(LARGEST_LEGAL)));
}

function standsAnything(make: MakeDatabase, count: number): void {
  const running = runningInstance(make, { RATE_LIMIT_PER_MINUTE: '0' });

  it(
    `answers ${count} odd requests with what it promises, and never with an error of its own`,
    async () => {
      const { url, pid } = running.instance;
      const fuzzer = new Fuzzer(url, await loadContract(url));
      await fuzzer.createLinks(LINKS_AT_START);
      const limitMs =
        make === makeSqlite ? await limitOfBatch(fuzzer, pid) : Number.POSITIVE_INFINITY;
      const batches = fc.array(await requestsOf(url), { minLength: AT_ONCE, maxLength: AT_ONCE });
      const batchesAreStood = fc.asyncProperty(batches, async (batch) => {
        const batchMs = await costMs(pid, () =>
          Promise.all(batch.map((request) => fuzzer.attempt(request))),
        );
        if (batchMs > limitMs) throw new Error(`a batch took ${batchMs} ms of the processor`);
      });
      await fc.assert(batchesAreStood, { ...settings, numRuns: Math.ceil(count / AT_ONCE) });
      fuzzer.close();
      expect(fuzzer.sentCount).toBeGreaterThanOrEqual(count);
      expect([...fuzzer.seen.keys()]).toEqual(expect.arrayContaining(EXPECTED_STATUSES));
    },
    TIMEOUT_MS,
  );

  it('answers what is not HTTP, or closes the connection', async () => {
    const { hostname, port } = new URL(running.instance.url);
    const notHttp = fc.asyncProperty(odd, async (bytes) => {
      const socket = connect(Number(port), hostname).on('error', () => {});
      socket.end(bytes);
      const answer = (await buffer(socket)).toString('latin1');
      if (!/^$|^HTTP\/1\.1 [234]\d\d /.test(answer) || / 5\d\d /.test(answer)) {
        throw new Error(`${JSON.stringify(Buffer.from(bytes).toString('latin1'))}: ${answer}`);
      }
    });
    await fc.assert(notHttp, { ...settings, numRuns: 200 });
  });

  it('wrote no error into its log, and still runs', async () => {
    expect((await running.api.anonymously('get', '/health/ready')).status).toBe(200);
    const lines = running.instance.output().trim().split('\n');
    expect(lines.filter((line) => JSON.parse(line).level >= ERROR_LEVEL)).toEqual([]);
  });
}

async function costMs(pid: number, work: () => Promise<unknown>): Promise<number> {
  const startMs = processorTimeMs(pid);
  await work();
  return processorTimeMs(pid) - startMs;
}

/** The least of some tries, as other work of the process is in each; the first that is below the limit will do. */
async function leastCostMs(
  pid: number,
  work: () => Promise<unknown>,
  limitMs = 0,
): Promise<number> {
  let leastMs = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < TRIES && leastMs > limitMs; attempt++) {
    leastMs = Math.min(leastMs, await costMs(pid, work));
  }
  return leastMs;
}

/** Processor time is the longest that a request can have delayed the event loop, and the same on a busy machine. */
function standsExtremes(): void {
  const running = runningInstance(makeSqlite, { RATE_LIMIT_PER_MINUTE: '0' });

  it(
    'cost less to refuse than the largest legal one costs',
    async () => {
      const { url, pid } = running.instance;
      const fuzzer = new Fuzzer(url, await loadContract(url));
      await fuzzer.createLinks(1);
      const largestMs = await leastCostMs(pid, () => fuzzer.attempt(LARGEST_LEGAL));
      for (const legal of LEGAL_EXTREMES) await fuzzer.attempt(legal);
      expect(new Set(fuzzer.seen.keys())).toEqual(new Set([200, 201, 207]));
      const costs: [name: string, costMs: number][] = [];
      for (const illegal of ILLEGAL_EXTREMES) {
        const leastMs = await leastCostMs(pid, () => fuzzer.attempt(illegal), largestMs);
        costs.push([illegal.name, leastMs]);
      }
      fuzzer.close();
      expect(costs.filter(([, leastMs]) => leastMs > largestMs)).toEqual([]);
    },
    TIMEOUT_MS,
  );
}

const ODD_BYTES = [
  'GET / HTTP/9.9\r\n\r\n',
  'GET  / HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n',
  'GET / HTTP/1.1\r\n Host: x\r\n\r\n',
  'GET / HTTP/1.1\nHost: x\n\n',
  'GET / HTTP/1.1\r\nHost: x\r\nX: \0\r\n\r\n',
  'POST /api/v1/links HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
  'POST /api/v1/links HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}',
  'POST /api/v1/links HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'POST /api/v1/links HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, x\r\n\r\n0\r\n\r\n',
  'POST /api/v1/links HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  'CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  '{"url":"https://example.com/"}',
].map((text) => Buffer.from(text, 'latin1'));

const START = Buffer.from('POST /api/v1/links HTTP/1.1\r\nHost: x\r\n');
const odd: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.constantFrom(...ODD_BYTES),
  fc.uint8Array({ maxLength: 300 }),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.concat([START, bytes])),
);

describe('odd requests on SQLite', () => standsAnything(makeSqlite, ON_SQLITE));
describe('requests of the largest size', () => standsExtremes());
describeOnEachServer('odd requests', (make) => standsAnything(make, ON_EACH_SERVER));
