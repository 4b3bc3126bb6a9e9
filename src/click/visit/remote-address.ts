import type { Socket } from 'node:net';

const REMOTE_ADDRESS = Symbol('remoteAddress');

/**
 * Returns the address of the other end, or an empty string if the connection is closed. The socket keeps
 * it, because reading it from Node takes as long as looking up a cached visit.
 */
export function remoteAddressOf(socket: Socket & { [REMOTE_ADDRESS]?: string }): string {
  return (socket[REMOTE_ADDRESS] ??= socket.remoteAddress ?? '');
}
