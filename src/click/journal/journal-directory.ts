import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { constants, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { databaseIdOf } from '../../counter/database-id.js';
import { Config } from '../../platform/config/config.js';
import { isFileNotFound } from '../../platform/file-errors.js';
import { OWNER_ONLY_DIRECTORY_MODE, OWNER_ONLY_FILE_MODE } from '../../platform/private-files.js';
import { JOURNAL_SEAL } from './journal-format.js';

/** `open`: its writer appends. `closed`: pending. `quarantined`: unsupported; an operator decides. */
export type JournalState = 'open' | 'closed' | 'quarantined';

/** The journals and heartbeat files of the instances on this machine that use one database. */
@Injectable()
export class JournalDirectory {
  #path = '';

  constructor(private readonly config: Config) {}

  /** Call it first. @param databaseSecret identifies the database to which the link ids belong. */
  open(databaseSecret: string): void {
    this.#path = join(this.config.dataDir, 'clicks', databaseIdOf(databaseSecret));
    this.createIfMissing();
  }

  createIfMissing(): void {
    mkdirSync(this.#path, { recursive: true, mode: OWNER_ONLY_DIRECTORY_MODE });
  }

  path(id: string, state: JournalState): string {
    return join(this.#path, `${id}.${state}`);
  }

  /** The ids of the journals in this state, in the order of writing for each writer. */
  async list(state: JournalState): Promise<string[]> {
    const names = await readdir(this.#path);
    return names
      .filter((name) => name.endsWith(`.${state}`))
      .map((name) => name.slice(0, -state.length - 1))
      .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  }

  /** Writes a closed journal completely or not at all. @throws if it cannot be written. */
  writeClosed(id: string, text: string): void {
    const path = join(this.#path, `${id}.incomplete`);
    try {
      writeFileSync(path, text, { mode: OWNER_ONLY_FILE_MODE });
      renameSync(path, this.path(id, 'closed'));
    } catch (error) {
      rmSync(path, { force: true });
      throw error;
    }
  }

  /** @returns `undefined` if another instance has removed the journal. */
  read(id: string): Promise<Buffer | undefined> {
    return undefinedIfNotFound(readFile(this.path(id, 'closed')));
  }

  /** Does nothing if another instance has moved the journal. */
  async move(id: string, from: JournalState, to: JournalState): Promise<void> {
    await undefinedIfNotFound(rename(this.path(id, from), this.path(id, to)));
  }

  /** Ends an open journal for its writer too. Does nothing if it has been moved. */
  async seal(id: string): Promise<void> {
    // Without O_CREAT, so that no journal is made.
    const append = constants.O_WRONLY | constants.O_APPEND;
    const file = await undefinedIfNotFound(open(this.path(id, 'open'), append));
    try {
      await file?.write(JOURNAL_SEAL);
    } finally {
      await file?.close();
    }
  }

  remove(id: string): Promise<void> {
    return rm(this.path(id, 'closed'), { force: true });
  }

  heartbeat(writerId: string): void {
    writeFileSync(this.#heartbeatPath(writerId), '', { mode: OWNER_ONLY_FILE_MODE });
  }

  async removeHeartbeat(writerId: string): Promise<void> {
    await rm(this.#heartbeatPath(writerId), { force: true });
  }

  /** The writers of all files, each with the time of its last heartbeat, or 0 without one. */
  async readHeartbeats(): Promise<Map<string, number>> {
    const ids = new Set((await readdir(this.#path)).map(parseWriterId).filter((id) => id !== ''));
    const heartbeats = await Promise.all(
      [...ids].map(async (id) => {
        const stats = await undefinedIfNotFound(stat(this.#heartbeatPath(id)));
        return [id, stats?.mtimeMs ?? 0] as const;
      }),
    );
    return new Map(heartbeats);
  }

  #heartbeatPath(writerId: string): string {
    return join(this.#path, `${writerId}.alive`);
  }
}

/** @param name of a file or a journal. The result is empty for other files and quarantined journals. */
export function parseWriterId(name: string): string {
  return /^([0-9a-f]+)(?:-\d+)?(?:\.(?:open|closed|alive))?$/.exec(name)?.[1] ?? '';
}

async function undefinedIfNotFound<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isFileNotFound(error)) return undefined;
    throw error;
  }
}
