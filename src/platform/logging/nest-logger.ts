import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';
import { StartError } from '../config/start-error.js';

/** Nest's log lines, through ours. Its lines about wiring at the start are of interest at `debug` only. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  error(message: unknown, ...details: unknown[]): void {
    // It ends the process with a line of its own.
    if (message instanceof StartError) return;
    // Nest puts the text, if there is one, behind the error, and the context last; fields of ours may be between them.
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
