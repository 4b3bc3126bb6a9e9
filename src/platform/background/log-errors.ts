import type { Logger } from '@nestjs/common';
import { isUnavailable } from '../errors/problem.js';

/** For work in the background. What it throws is logged, but for the database's being away, which is no news. */
export async function logErrors(logger: Logger, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isUnavailable(error)) logger.error(error);
  }
}
