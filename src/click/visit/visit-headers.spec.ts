import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readVisitHeaders, type VisitHeaders } from './visit-headers.js';

const EMPTY = {
  userAgent: '',
  referer: '',
  forwardedFor: '',
  optsOutOfTracking: false,
  isPrefetch: false,
};

describe(readVisitHeaders.name, () => {
  it('returns empty values for a request without headers', () => {
    expect(readVisitHeaders({})).toEqual(EMPTY);
  });

  it('ignores other headers', () => {
    const visitHeaders = readVisitHeaders({
      host: 'short.example',
      'user-agent': 'Firefox',
      accept: '*/*',
      referer: 'https://a.example/',
      'x-forwarded-for': '::1, 2.2.2.2',
    });
    expect(visitHeaders).toEqual({
      ...EMPTY,
      userAgent: 'Firefox',
      referer: 'https://a.example/',
      forwardedFor: '::1, 2.2.2.2',
    });
  });

  it('reads repeated headers in any case from a real request', async () => {
    const visitHeaders = await readFromServer([
      ['USER-AGENT', 'one'],
      ['User-Agent', 'two'],
      ['referer', 'a'],
      ['referer', 'b'],
      ['x-Forwarded-for', '1.1.1.1, 2.2.2.2'],
      ['X-Forwarded-For', '3.3.3.3'],
      ['dnt', '0'],
      ['dnt', '1'],
      ['purpose', 'other'],
      ['purpose', 'prefetch'],
    ]);
    expect(visitHeaders).toEqual({
      userAgent: 'one',
      referer: 'a',
      forwardedFor: '1.1.1.1, 2.2.2.2, 3.3.3.3',
      optsOutOfTracking: true,
      isPrefetch: true,
    });
  });

  it.each([
    ['dnt', '1'],
    ['dnt', ' 1 '],
    ['dnt', '0, 1'],
    ['sec-gpc', '1'],
  ])('takes %s: %s as an opt-out of tracking', (name, value) => {
    expect(readVisitHeaders({ [name]: value })).toEqual({ ...EMPTY, optsOutOfTracking: true });
  });

  it.each([
    ['dnt', '0'],
    ['dnt', 'null'],
    ['dnt', '11, 0'],
    ['dnt', ''],
    ['sec-gpc', '?0'],
    ['sec-gpc', '0'],
    ['x-dnt', '1'],
  ])('does not take %s: %s as an opt-out of tracking', (name, value) => {
    expect(readVisitHeaders({ [name]: value })).toEqual(EMPTY);
  });

  it('opts out if any of several values does', () => {
    expect(readVisitHeaders({ dnt: '1, 0', 'sec-gpc': '0' }).optsOutOfTracking).toBe(true);
  });

  it.each([
    ['sec-purpose', 'prefetch'],
    ['sec-purpose', 'prefetch;prerender'],
    ['sec-purpose', 'prefetch;anonymous-client-ip'],
    ['purpose', 'prefetch'],
    ['purpose', ' Prefetch'],
    ['x-purpose', 'preview'],
    ['x-moz', 'prefetch'],
  ])('takes %s: %s as a prefetch', (name, value) => {
    expect(readVisitHeaders({ [name]: value })).toEqual({ ...EMPTY, isPrefetch: true });
  });

  it.each([
    ['sec-purpose', ''],
    ['purpose', 'navigate'],
    ['x-moz', 'livebookmarks'],
    ['sec-purpose', 'prefetching'],
    ['sec-fetch-dest', 'prefetch'],
    ['referer', ''],
  ])('does not take %s: %s as a prefetch', (name, value) => {
    expect(readVisitHeaders({ [name]: value })).toEqual(EMPTY);
  });

  it('accepts arbitrary header values', () => {
    const names = ['user-agent', 'referer', 'x-forwarded-for', 'dnt', 'sec-gpc', 'purpose'];
    const headers = fc.dictionary(fc.constantFrom(...names), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(headers, (given) => {
        expect(Object.keys(readVisitHeaders(given))).toEqual(Object.keys(EMPTY));
      }),
    );
  });
});

/** Sends the headers to a server and reads them there. */
async function readFromServer(
  headers: readonly (readonly [string, string])[],
): Promise<VisitHeaders> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `GET / HTTP/1.0\r\n${headers.map((header) => header.join(': ')).join('\r\n')}\r\n\r\n`,
  );
  const [request] = (await once(server, 'request')) as [IncomingMessage];
  socket.destroy();
  server.close();
  return readVisitHeaders(request.headers);
}
