import { chmodSync, closeSync, openSync, statSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { isFileExisting } from './file-errors.js';

export const OWNER_ONLY_DIRECTORY_MODE = 0o700;
export const OWNER_ONLY_FILE_MODE = 0o600;
/** Of the group and of all others. */
const OTHERS_BITS = 0o077;

/** Creates a directory and its parents for this user only. Leaves one that exists as it is: its mode was chosen. */
export async function createPrivateDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: OWNER_ONLY_DIRECTORY_MODE });
}

/** A file that does not exist is not open. */
export function isOpenToOthers(path: string): boolean {
  return ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & OTHERS_BITS) !== 0;
}

/** Creates a file for this user only, or closes one of this user to others. */
export function ensurePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'ax', OWNER_ONLY_FILE_MODE));
  } catch (error) {
    if (!isFileExisting(error)) throw error;
    closeToOthers(path);
  }
}

/** Also closes the files that SQLite keeps beside a database. New ones get the mode of the database. */
export function ensurePrivateDatabase(path: string): void {
  ensurePrivateFile(path);
  for (const file of [`${path}-wal`, `${path}-shm`]) closeToOthers(file);
}

/** Does not open the file: closing it would end the locks that SQLite has on it. */
function closeToOthers(path: string): void {
  if (!isOpenToOthers(path) || statSync(path).uid !== process.getuid?.()) return;
  try {
    chmodSync(path, OWNER_ONLY_FILE_MODE);
  } catch {
    // Not every file system has modes.
  }
}

/** Leaves a file that does no harm, such as a socket on which nobody listens, if DATA_DIR cannot be written. */
export function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // DATA_DIR is read-only or damaged, which is reported where it matters.
  }
}
