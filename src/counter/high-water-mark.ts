import { mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFileNotFound } from '../platform/file-errors.js';
import { OWNER_ONLY_DIRECTORY_MODE, OWNER_ONLY_FILE_MODE } from '../platform/private-files.js';
import { databaseIdOf } from './database-id.js';

const PREFIX = 'reserved-below-';
const NAME = /^reserved-below-(\d{1,16})$/;

/**
 * Up to which id this machine knows ids to be reserved: in DATA_DIR, so that restoring the database does not
 * undo it. The number is the name of an empty file, so that instances need no lock and no write is torn.
 */
export class HighWaterMark {
  readonly #path: string;
  #reservedBelow = 0;

  /** @param databaseSecret identifies the database, because each has ids of its own. */
  constructor(dataDir: string, databaseSecret: string) {
    this.#path = join(dataDir, 'counter', databaseIdOf(databaseSecret));
  }

  /** As far as this process knows. */
  get reservedBelow(): number {
    return this.#reservedBelow;
  }

  /** Includes what other instances of the machine have stored. @throws if DATA_DIR cannot be read. */
  async read(): Promise<number> {
    this.#reservedBelow = Math.max(this.#reservedBelow, ...(await this.#list()));
    return this.#reservedBelow;
  }

  /** Resolves when the number is on the disk. @throws if it cannot be written; this process still knows it. */
  async raise(reservedBelow: number): Promise<void> {
    if (reservedBelow <= this.#reservedBelow) return;
    this.#reservedBelow = reservedBelow;
    await mkdir(this.#path, { recursive: true, mode: OWNER_ONLY_DIRECTORY_MODE });
    await writeFile(this.#pathOf(reservedBelow), '', { mode: OWNER_ONLY_FILE_MODE, flush: true });
    await flushDirectory(this.#path);
    const lower = (await this.#list()).filter((each) => each < reservedBelow);
    await Promise.all(lower.map((each) => rm(this.#pathOf(each), { force: true })));
  }

  #pathOf(reservedBelow: number): string {
    return join(this.#path, `${PREFIX}${reservedBelow}`);
  }

  async #list(): Promise<number[]> {
    try {
      const names = await readdir(this.#path);
      return names.flatMap((name) => NAME.exec(name)?.[1] ?? []).map(Number);
    } catch (error) {
      if (isFileNotFound(error)) return [];
      throw error;
    }
  }
}

/** Makes the names of new files survive a loss of power. */
async function flushDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
