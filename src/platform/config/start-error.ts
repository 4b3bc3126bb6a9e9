/** Why the program cannot start, in one line that a person can act on. Never holds a secret. */
export class StartError extends Error {}

/**
 * `EX_CONFIG` of sysexits.h. PM2 does not start an instance again that ended with it.
 * @public
 */
export const START_FAILED_EXIT_CODE = 78;

/** Ends the process with one line for a `StartError`; anything else is a defect and keeps its stack. */
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
