import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { Request, Response } from 'express';
import { ShortcoreExpressAdapter } from './express-adapter.js';
import { createMessageClasses } from './express-messages.js';

/** Answers one request, and returns the prototypes of its messages before, in and after Express. */
async function prototypesOfOneRequest(): Promise<object[][]> {
  const adapter = new ShortcoreExpressAdapter();
  const prototypes: object[][] = [];
  const note = (request: IncomingMessage, response: ServerResponse): void => {
    prototypes.push([Object.getPrototypeOf(request), Object.getPrototypeOf(response)]);
  };
  adapter.get('/path', (request: Request, response: Response) => {
    note(request, response);
    response.json({ path: request.path, host: request.hostname });
  });
  adapter.initHttpServer();
  const server: Server = adapter.getHttpServer();
  server.prependListener('request', note);
  server.on('request', note);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/path`);
  expect(await answer.json()).toEqual({ path: '/path', host: '127.0.0.1' });
  server.close();
  return prototypes;
}

describe(createMessageClasses.name, () => {
  it('gives messages the prototypes that Express would set on each of them', async () => {
    const [before = [], inExpress, after] = await prototypesOfOneRequest();
    expect(before).toHaveLength(2);
    for (const [index, prototype] of before.entries()) {
      expect(inExpress?.[index] === prototype).toBe(true);
      expect(after?.[index] === prototype).toBe(true);
    }
  });
});
