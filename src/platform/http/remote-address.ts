import type { Socket } from 'node:net';

const REMOTE_ADDRESS = Symbol('remoteAddress');

/** Returns '' after a close. Caches the address on the socket, because reading it from Node is slow. */
export function remoteAddressOf(socket: Socket & { [REMOTE_ADDRESS]?: string }): string {
  return (socket[REMOTE_ADDRESS] ??= socket.remoteAddress ?? '');
}
