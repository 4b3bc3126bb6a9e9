import type { Socket } from 'node:net';

const PEER = Symbol('peer');

/**
 * The address that connected. Remembered with the connection: to ask for it takes as long as to find a
 * visit that is known.
 */
export function remoteAddressOf(socket: Socket & { [PEER]?: string }): string {
  return (socket[PEER] ??= socket.remoteAddress ?? '');
}
