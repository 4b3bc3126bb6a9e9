import type { INestApplicationContext } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { createApp } from './app.setup.js';
import { hasSecureCookie } from './auth/session-cookie.js';
import { loadConfig, type Config } from './platform/config/config.js';
import { findUnknownMigration } from './platform/database/schema-version.js';
import { createLogger } from './platform/logging/logger.js';
import { StartError } from './platform/config/start-error.js';

/** Shorter than the kill timeout of PM2. */
const SHUTDOWN_LIMIT_MS = 12_000;

/** Runs one instance until a signal arrives. */
export async function runInstance(): Promise<void> {
  const config = loadConfig();
  const app = await createApp(config);
  limitShutdown();
  app.enableShutdownHooks(['SIGINT', 'SIGTERM'], { useProcessExit: true });
  await app.init();
  const logger = createLogger(config);
  await warnOfNewerSchema(app, logger);
  await listen(app, config);
  logger.info({ port: config.port }, 'listening');
  if (!hasSecureCookie(config)) {
    logger.info('PUBLIC_URL is http:, so the cookies of sessions are not Secure');
  }
  // PM2 then stops the instance that this one replaces.
  process.send?.('ready');
}

/** Not refused, so that instances can be replaced while another machine is upgraded: migrations only add. */
async function warnOfNewerSchema(app: INestApplicationContext, logger: Logger): Promise<void> {
  const migration = await findUnknownMigration(app.get(DataSource));
  if (migration === undefined) return;
  logger.warn({ migration }, 'a later version of Shortcore has migrated the database');
}

/** Connections to an unresponsive database may never close. Clicks that this would lose change the exit code. */
function limitShutdown(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => setTimeout(() => process.exit(0), SHUTDOWN_LIMIT_MS).unref());
  }
}

async function listen(
  app: Awaited<ReturnType<typeof createApp>>,
  { host, port }: Config,
): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    // Otherwise other instances would wait for its acknowledgements.
    await app.close();
    throw StartError.because(`PORT ${port} on HOST ${host} cannot be listened on`, error);
  }
}
