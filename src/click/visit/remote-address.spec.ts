import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { remoteAddressOf } from './remote-address.js';

describe(remoteAddressOf.name, () => {
  it('is the address that connected, also when the connection is closed by now', async () => {
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

  it('is asked of each connection once', () => {
    let asked = 0;
    const socket = {
      get remoteAddress(): string {
        asked++;
        return '203.0.113.9';
      },
    } as Socket;
    expect([remoteAddressOf(socket), remoteAddressOf(socket)]).toEqual([
      '203.0.113.9',
      '203.0.113.9',
    ]);
    expect(asked).toBe(1);
  });

  it('is empty if the connection was closed before anybody asked', () => {
    expect(remoteAddressOf({ remoteAddress: undefined } as Socket)).toBe('');
  });
});
