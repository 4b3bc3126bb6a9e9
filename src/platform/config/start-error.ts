/** A reason why the program cannot start, in one line without secrets. */
export class StartError extends Error {
  /** Adds the code of the cause, such as EADDRINUSE. Its message may contain secrets. */
  static because(
    this: new (message: string, options: ErrorOptions) => StartError,
    message: string,
    cause: unknown,
  ): StartError {
    const { code } = cause as NodeJS.ErrnoException;
    return new this(code === undefined ? message : `${message} (${code})`, { cause });
  }
}

/** The database cannot be used now. An instance that ends with it is started again. */
export class DatabaseStartError extends StartError {}

/** `EX_TEMPFAIL` of sysexits.h. PM2 starts an instance again that exits with it. */
const TEMPORARY_FAILURE_EXIT_CODE = 75;

/**
 * `EX_CONFIG` of sysexits.h. PM2 does not restart an instance that exits with it.
 * @public
 */
export const START_FAILED_EXIT_CODE = 78;

/** As `exitWithStartFailure`, but with another code if the reason is the database, which may be back soon. */
export function exitInstanceWithStartFailure(error: unknown): never {
  const isTemporary = error instanceof DatabaseStartError;
  exit(error, isTemporary ? TEMPORARY_FAILURE_EXIT_CODE : START_FAILED_EXIT_CODE);
}

/** Exits with one line for a `StartError`, and with the stack trace for any other error. */
export function exitWithStartFailure(error: unknown): never {
  exit(error, START_FAILED_EXIT_CODE);
}

function exit(error: unknown, code: number): never {
  const text =
    error instanceof StartError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`shortcore cannot start: ${text}\n`);
  process.exit(code);
}
