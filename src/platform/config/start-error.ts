/** A reason why the program cannot start, in one line without secrets. */
export class StartError extends Error {
  /** Adds the code of the cause, such as EADDRINUSE. Its message may contain secrets. */
  static because(message: string, cause: unknown): StartError {
    const { code } = cause as NodeJS.ErrnoException;
    return new StartError(code === undefined ? message : `${message} (${code})`, { cause });
  }
}

/**
 * `EX_CONFIG` of sysexits.h. PM2 does not restart an instance that exits with it.
 * @public
 */
export const START_FAILED_EXIT_CODE = 78;

/** Exits with one line for a `StartError`, and with the stack trace for any other error. */
export function exitWithStartFailure(error: unknown): never {
  const text =
    error instanceof StartError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`shortcore cannot start: ${text}\n`);
  process.exit(START_FAILED_EXIT_CODE);
}
