import { setTimeout as sleep } from 'node:timers/promises';

/** Long, as a machine that has other things to do is no reason to fail. */
const DEADLINE_MS = 30_000;
const PAUSE_MS = 25;

/** For what happens soon, but not before the answer. @throws when it does not. */
export async function eventually(
  isSo: () => boolean | Promise<boolean>,
  deadlineMs = DEADLINE_MS,
  pauseMs = PAUSE_MS,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not so after ${deadlineMs} ms: ${isSo.toString()}`);
    await sleep(pauseMs);
  }
}
