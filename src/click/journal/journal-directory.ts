import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isFileNotFound } from './is-file-not-found.js';

const ID_LENGTH = 16;

/** `open`: its writer's alone. `closed`: to be counted. `refused`: for a person to look at. */
export type JournalState = 'open' | 'closed' | 'refused';

/** Where the instances of a machine keep the journals that belong to one database. */
export class JournalDirectory {
  readonly #path: string;

  /** @param database what tells this database from others, in whose links these clicks mean nothing. */
  constructor(dataDir: string, database: string) {
    const id = createHash('sha256').update(database).digest('hex').slice(0, ID_LENGTH);
    this.#path = join(dataDir, 'clicks', id);
    this.make();
  }

  /** Unless it is there. */
  make(): void {
    mkdirSync(this.#path, { recursive: true, mode: 0o700 });
  }

  path(id: string, state: JournalState): string {
    return join(this.#path, `${id}.${state}`);
  }

  /** The ids of journals in this state, each writer's in the order in which they were written. */
  async list(state: JournalState): Promise<string[]> {
    const names = await readdir(this.#path);
    return names
      .filter((name) => name.endsWith(`.${state}`))
      .map((name) => name.slice(0, -state.length - 1))
      .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  }

  read(id: string): Promise<Buffer> {
    return readFile(this.path(id, 'closed'));
  }

  /** If somebody else was faster, that is as well. */
  async move(id: string, from: JournalState, to: JournalState): Promise<void> {
    await undefinedIfNotFound(rename(this.path(id, from), this.path(id, to)));
  }

  remove(id: string): Promise<void> {
    return rm(this.path(id, 'closed'), { force: true });
  }

  /** A sign of life of a writer. */
  heartbeat(writerId: string): void {
    writeFileSync(this.#heartbeatPath(writerId), '');
  }

  async forgetWriter(writerId: string): Promise<void> {
    await rm(this.#heartbeatPath(writerId), { force: true });
  }

  /** All that have left something here, with what changes with each sign of life. */
  async writers(): Promise<Map<string, number>> {
    const ids = new Set((await readdir(this.#path)).map(writerOf).filter((id) => id !== ''));
    const beats = await Promise.all(
      [...ids].map(async (id) => {
        const found = await undefinedIfNotFound(stat(this.#heartbeatPath(id)));
        return [id, found?.mtimeMs ?? 0] as const;
      }),
    );
    return new Map(beats);
  }

  #heartbeatPath(writerId: string): string {
    return join(this.#path, `${writerId}.alive`);
  }
}

/** From a journal's id or the name of any file that counts here; refused journals are nobody's. */
export function writerOf(name: string): string {
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
