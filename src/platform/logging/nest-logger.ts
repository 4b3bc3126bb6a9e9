import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';
import { StartError } from '../config/start-error.js';

/** Sends Nest's log lines to pino. `log` becomes `debug`, because Nest uses it for module initialisation. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  error(message: unknown, ...details: unknown[]): void {
    // It is printed when the process exits.
    if (message instanceof StartError) return;
    // Nest passes the optional text first and the context last; fields of this project can be between them.
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
