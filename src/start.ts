import 'reflect-metadata';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { firstApiKeyPath } from './auth/first-api-key.js';
import { loadConfig, type Config } from './config/config.js';
import { exitWithStartFailure, StartError } from './errors/start-error.js';
import { migrate } from './migrate.js';

const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY_POLL_MS = 100;

/** Checks what all instances need, migrates once, and runs them under PM2 until it is told to stop. */
async function start(): Promise<void> {
  const config = loadConfig();
  await assertWritable(config.dataDir);
  await assertFree(config);
  await migrate(config);
  const pm2 = runPm2(config);
  forwardSignals(pm2);
  void announce(config, pm2);
  const [code] = (await once(pm2, 'exit')) as [number | null];
  process.exit(code ?? 1);
}

async function assertWritable(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError('DATA_DIR cannot be written', { cause: error });
  }
}

/** Found out here, before there are many instances to find it out one by one. */
async function assertFree({ host, port }: Config): Promise<void> {
  const server = createServer();
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    throw new StartError(`PORT ${port} on HOST ${host} cannot be listened on`, { cause: error });
  }
  server.close();
  await once(server, 'close');
}

/**
 * In a process group of its own: Ctrl-C reaches a whole group, and PM2 is to be asked once to stop its
 * instances. Its home lies in `DATA_DIR`, apart from any other PM2 of this user.
 */
function runPm2({ dataDir }: Config): ChildProcess {
  const runtime = join(PACKAGE_ROOT, 'node_modules', 'pm2', 'bin', 'pm2-runtime');
  return spawn(process.execPath, [runtime, join(PACKAGE_ROOT, 'pm2.config.js'), '--raw'], {
    detached: true,
    stdio: 'inherit',
    env: {
      ...process.env,
      PM2_HOME: process.env['PM2_HOME'] ?? resolve(dataDir, 'pm2'),
      PM2_DISABLE_VERSION_CHECK: 'true',
    },
  });
}

function forwardSignals(pm2: ChildProcess): void {
  let isStopping = false;
  const stop = (): void => {
    if (!isStopping) pm2.kill('SIGINT');
    isStopping = true;
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

async function announce(config: Config, pm2: ChildProcess): Promise<void> {
  while (!(await isReady(config))) {
    if (pm2.exitCode !== null) return;
    await sleep(READY_POLL_MS);
  }
  const key = config.adminApiKey === undefined ? firstApiKeyPath(config) : 'ADMIN_API_KEY';
  process.stdout.write(
    `\nShortcore answers at ${config.publicUrl}\n` +
      `Swagger UI:        ${config.publicUrl}/docs\n` +
      `First API key:     ${key}\n\n`,
  );
}

async function isReady({ host, port }: Config): Promise<boolean> {
  const address = host === '0.0.0.0' ? '127.0.0.1' : host;
  const authority = address.includes(':') ? `[${address}]` : address;
  try {
    return (await fetch(`http://${authority}:${port}/health/ready`)).ok;
  } catch {
    return false;
  }
}

await start().catch(exitWithStartFailure);
