import type { Logger } from '@nestjs/common';
import { isUnavailable } from '../errors/problem.js';

/** Runs background work and logs its errors, except database outages, which are reported elsewhere. */
export async function logErrors(logger: Logger, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isUnavailable(error)) logger.error(error);
  }
}
