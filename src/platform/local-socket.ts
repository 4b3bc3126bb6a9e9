import { chmodSync, closeSync, openSync, renameSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { basename, dirname, relative } from 'node:path';
import { OWNER_ONLY_FILE_MODE } from './private-files.js';

/** Of a request or an answer. */
const MAX_BYTES = 4 * 1024 * 1024;
/** Linux has room for 107 bytes, BSD and macOS for 103. Node.js would cut a longer path. */
const MAX_PATH_BYTES = 103;
/** How long another process may take to send its request and to read the answer. */
const CLIENT_TIMEOUT_MS = 5_000;

/** Answers a request with a text, which is not empty. */
export type Answer = (request: string) => Promise<string>;

/**
 * Listens on a socket in the file system that only processes of this user can reach. The caller removes the file.
 * @throws if it cannot be created, or if the path is too long.
 */
export async function listenLocally(path: string, answer: Answer): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (socket) => void serve(socket, answer));
  // Under this name nobody finds it until its mode is right.
  const temporary = `${path}.new`;
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve).once('error', reject);
    // Otherwise the process that runs all instances would listen.
    withShortPath(temporary, (short) => server.listen({ path: short, exclusive: true }));
  });
  chmodSync(temporary, OWNER_ONLY_FILE_MODE);
  renameSync(temporary, path);
  // Such as too many open files: the others then count this process as silent.
  server.on('error', () => undefined);
  return server.unref();
}

/** @throws if the process cannot answer, or not within the time, or has ended: see `isNobodyListening`. */
export async function askLocally(
  path: string,
  request: string,
  timeoutMs: number,
): Promise<string> {
  const socket = withShortPath(path, (short) => connect({ path: short, allowHalfOpen: true }));
  const timer = setTimeout(() => socket.destroy(new Error('no answer in time')), timeoutMs);
  try {
    socket.end(request);
    const answer = await readToEnd(socket);
    // The other side ends the connection when it fails.
    if (answer === '') throw new Error('no answer');
    return answer;
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

async function serve(socket: Socket, answer: Answer): Promise<void> {
  socket.setTimeout(CLIENT_TIMEOUT_MS, () => socket.destroy());
  try {
    socket.end(await answer(await readToEnd(socket)));
  } catch {
    socket.destroy();
  }
}

/** @throws if the other side breaks off, or sends too much. */
function readToEnd(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  return new Promise((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => {
      byteCount += chunk.length;
      if (byteCount > MAX_BYTES) socket.destroy(new Error('too much data'));
      else chunks.push(chunk);
    });
    socket.once('end', () => resolve(Buffer.concat(chunks).toString()));
    socket.on('error', reject);
    socket.once('close', () => reject(new Error('closed without an end')));
  });
}

/**
 * Calls `use` with a path of the same file that is short enough for a socket. On Linux any directory has one.
 * @throws if there is none.
 */
function withShortPath<T>(path: string, use: (short: string) => T): T {
  const short = [path, relative('.', path)].find(isShort);
  if (short !== undefined) return use(short);
  const directory = openSync(dirname(path), 'r');
  try {
    const throughDescriptor = `/proc/self/fd/${directory}/${basename(path)}`;
    if (process.platform === 'linux' && isShort(throughDescriptor)) return use(throughDescriptor);
    throw new Error(`the path of a socket is too long: ${path}`);
  } finally {
    closeSync(directory);
  }
}

function isShort(path: string): boolean {
  return Buffer.byteLength(path) <= MAX_PATH_BYTES;
}
