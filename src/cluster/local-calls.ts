import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { isFileNotFound, isNobodyListening } from '../platform/file-errors.js';
import { askLocally, listenLocally } from '../platform/local-socket.js';
import { OWNER_ONLY_DIRECTORY_MODE, removeIfPossible } from '../platform/private-files.js';

const ID_BYTES = 4;
const SUFFIX = '.sock';

/** Returns what can be written as JSON. */
type Handler = (input: unknown) => unknown;

interface LocalAnswers {
  readonly answers: readonly unknown[];
  /** How many instances did not answer in time. Those that have ended are not among them. */
  readonly silentCount: number;
}

/**
 * Calls among the instances that share a DATA_DIR and a database, over sockets in DATA_DIR: they work while the
 * database is away. Where there can be no sockets, each instance seems to be alone.
 */
export class LocalCalls implements OnApplicationShutdown {
  readonly #logger = new Logger(LocalCalls.name);
  readonly #handlers = new Map<string, Handler>();
  readonly #name = `${randomBytes(ID_BYTES).toString('hex')}${SUFFIX}`;
  #directory: string | undefined;
  #server: Server | undefined;
  #path: string | undefined;

  constructor(private readonly dataDir: string) {}

  /** @param handler answers calls of this name by other instances. */
  handle(name: string, handler: Handler): void {
    this.#handlers.set(name, handler);
  }

  /** Makes this instance one that others can call. @param databaseId keeps those of other databases apart. */
  async open(databaseId: string): Promise<void> {
    // Its sockets are not in the file system.
    if (process.platform === 'win32') return;
    this.#directory = join(this.dataDir, 'sockets', databaseId);
    try {
      mkdirSync(this.#directory, { recursive: true, mode: OWNER_ONLY_DIRECTORY_MODE });
      const path = join(this.#directory, this.#name);
      this.#server = await listenLocally(path, (call) => this.#answer(call));
      this.#path = path;
    } catch (error) {
      this.#logger.warn(`/metrics lacks this instance where others are asked: ${String(error)}`);
    }
  }

  /** Removes the sockets of instances that have ended. Never fails. */
  async askOthers(name: string, input: unknown, timeoutMs: number): Promise<LocalAnswers> {
    const call = JSON.stringify({ name, input });
    const asked = this.#listOthers().map((path) => this.#ask(path, call, timeoutMs));
    const results = (await Promise.all(asked)).filter((result) => result !== 'ended');
    const answers = results.filter((result) => result !== 'silent').map(({ answer }) => answer);
    return { answers, silentCount: results.length - answers.length };
  }

  onApplicationShutdown(): void {
    this.#server?.close();
    if (this.#path !== undefined) removeIfPossible(this.#path);
  }

  #listOthers(): string[] {
    const directory = this.#directory;
    if (directory === undefined) return [];
    try {
      return readdirSync(directory)
        .filter((name) => name.endsWith(SUFFIX) && name !== this.#name)
        .map((name) => join(directory, name));
    } catch {
      return [];
    }
  }

  async #ask(
    path: string,
    call: string,
    timeoutMs: number,
  ): Promise<{ readonly answer: unknown } | 'silent' | 'ended'> {
    try {
      return { answer: JSON.parse(await askLocally(path, call, timeoutMs)) };
    } catch (error) {
      if (isFileNotFound(error)) return 'ended';
      if (!isNobodyListening(error)) return 'silent';
      removeIfPossible(path);
      return 'ended';
    }
  }

  /** @throws for a call that this version does not know. */
  async #answer(text: string): Promise<string> {
    const { name, input } = JSON.parse(text) as { name: string; input: unknown };
    const handler = this.#handlers.get(name);
    if (handler === undefined) throw new Error(`unknown call ${name}`);
    return JSON.stringify(await handler(input));
  }
}
