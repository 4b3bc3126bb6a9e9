import { parseArgs, type ParseArgsConfig } from 'node:util';
import { StartError } from '../platform/config/start-error.js';
import { Problem } from '../platform/errors/problem.js';

const FAILURE_EXIT_CODE = 1;
const USAGE_EXIT_CODE = 2;

type Options = NonNullable<ParseArgsConfig['options']>;

/** Arguments that are wrong. The command answers with its usage. */
export class UsageError extends Error {}

/** @throws UsageError */
export function parseArguments<T extends Options>(
  args: readonly string[],
  options: T,
  allowPositionals = false,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals });
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

/** Reports the error of a command, in one line if it is expected, and sets the exit code. */
export function reportFailure(error: unknown, usage: string): void {
  const isUsage = error instanceof UsageError;
  const isExpected = isUsage || error instanceof StartError || error instanceof Problem;
  const { message, stack } = error as Error;
  process.stderr.write(`${isExpected ? message : stack}\n${isUsage ? usage : ''}`);
  process.exitCode = isUsage ? USAGE_EXIT_CODE : FAILURE_EXIT_CODE;
}
