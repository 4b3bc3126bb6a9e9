import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';
import { StartError } from '../config/start-error.js';

/** Passes on Nest's log lines. `log` lines are about wiring at the start and become `debug`. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  error(message: unknown, ...details: unknown[]): void {
    // A `StartError` ends the process with its own line.
    if (message instanceof StartError) return;
    // Nest appends an optional text and then the context; our fields may come between them.
    const text = details.slice(0, -1).find((detail) => typeof detail === 'string');
    const fields = details.find((detail) => typeof detail === 'object');
    if (message instanceof Error)
      this.logger.error({ err: message, context: details.at(-1), ...fields }, text);
    else this.logger.error({ details }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }

  fatal(message: unknown, context?: string): void {
    this.logger.fatal({ context }, String(message));
  }
}
