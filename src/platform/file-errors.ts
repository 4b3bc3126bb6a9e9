/** No space, no quota left, or a limit on the size of files. */
const DISK_FULL_CODES = ['ENOSPC', 'EDQUOT', 'EFBIG'];

export function isFileNotFound(error: unknown): boolean {
  return hasCode(error, ['ENOENT']);
}

export function isFileExisting(error: unknown): boolean {
  return hasCode(error, ['EEXIST']);
}

/** A socket in the file system whose process has ended. */
export function isNobodyListening(error: unknown): boolean {
  return hasCode(error, ['ECONNREFUSED']);
}

export function isDiskFull(error: unknown): boolean {
  return hasCode(error, DISK_FULL_CODES);
}

/** Not by `instanceof`: under Jest, errors of Node.js are of another realm's class. */
function hasCode(error: unknown, codes: readonly unknown[]): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && codes.includes(error.code)
  );
}
