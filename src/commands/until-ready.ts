import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../platform/config/start-error.js';

const POLL_MS = 100;
/** Many times longer than an instance takes on a busy machine. */
const START_LIMIT_MS = 60_000;

/**
 * Waits until the first instance is ready, or until PM2 does not run.
 * @throws StartError if neither happens within the limit.
 */
export async function untilReady(
  isReady: () => Promise<boolean>,
  isRunning: () => boolean,
  limitMs = START_LIMIT_MS,
): Promise<void> {
  const deadlineMs = performance.now() + limitMs;
  while (isRunning() && !(await isReady())) {
    if (performance.now() > deadlineMs) {
      throw new StartError(
        `no instance is ready after ${limitMs / 1000} s: see the log, and whether PM2 can use its home`,
      );
    }
    await sleep(POLL_MS);
  }
}
