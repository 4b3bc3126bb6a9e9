import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionFailed, isRefusal } from '../platform/database/connection-failed.js';

const RETRY_MS = 1_000;
const REPORT_EVERY_MS = 5_000;

/**
 * Tries to connect until the database is up, and reports every few seconds that it is not.
 * @throws the last error when the time is over, and at once an error that waiting does not mend.
 */
export async function waitForDatabase<T>(
  connect: () => Promise<T>,
  limitSeconds: number,
  report: (message: string) => void,
  retryMs = RETRY_MS,
): Promise<T> {
  const startedAtMs = performance.now();
  let reportedAtMs = Number.NEGATIVE_INFINITY;
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      const waitedMs = performance.now() - startedAtMs;
      if (!isTemporary(error) || waitedMs >= limitSeconds * 1000) throw error;
      if (performance.now() - reportedAtMs >= REPORT_EVERY_MS) {
        reportedAtMs = performance.now();
        report(`${error.message}; waiting for at most ${limitSeconds} s`);
      }
    }
    await sleep(retryMs);
  }
}

function isTemporary(error: unknown): error is ConnectionFailed {
  return error instanceof ConnectionFailed && !isRefusal(error);
}
