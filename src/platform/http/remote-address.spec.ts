import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { remoteAddressOf } from './remote-address.js';

describe(remoteAddressOf.name, () => {
  it('is still known after the connection is closed', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const [socket] = (await once(server, 'connection')) as [Socket];
    expect(remoteAddressOf(socket)).toBe('127.0.0.1');

    socket.destroy();
    client.destroy();
    server.close();
    await once(server, 'close');
    expect(remoteAddressOf(socket)).toBe('127.0.0.1');
  });

  it('is read from each socket once', () => {
    let readCount = 0;
    const socket = {
      get remoteAddress(): string {
        readCount++;
        return '203.0.113.9';
      },
    } as Socket;
    expect([remoteAddressOf(socket), remoteAddressOf(socket)]).toEqual([
      '203.0.113.9',
      '203.0.113.9',
    ]);
    expect(readCount).toBe(1);
  });

  it('is empty if the connection was closed before the first read', () => {
    expect(remoteAddressOf({ remoteAddress: undefined } as Socket)).toBe('');
  });
});
