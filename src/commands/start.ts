import 'reflect-metadata';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, mkdir, mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bootstrapApiKeyPath } from '../auth/bootstrap-api-key.js';
import { GeoIp } from '../click/visit/geo-ip.js';
import { loadConfig, type Config } from '../platform/config/config.js';
import { exitWithStartFailure, StartError } from '../platform/config/start-error.js';
import { prepareDatabase } from './prepare-database.js';

const PACKAGE_ROOT = dirname(createRequire(import.meta.url).resolve('#package.json'));
const READY_POLL_MS = 100;
/** Of PM2's sockets; their paths have at most 107 bytes on Linux and 103 on macOS. */
const LONGEST_SOCKET_NAME = 'interactor.sock';
const MAX_SOCKET_PATH_LENGTH = 103;

/** Checks what all instances need, migrates once, and runs them under PM2 until it is told to stop. */
async function start(): Promise<void> {
  let pm2: ChildProcess | undefined;
  onSignal(() => (pm2 === undefined ? process.exit(0) : pm2.kill('SIGINT')));
  const config = loadConfig();
  await assertWritable(config.dataDir);
  GeoIp.open(config);
  await assertFree(config);
  await prepareDatabase(config);
  pm2 = await runPm2(config);
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
 * instances.
 */
async function runPm2(config: Config): Promise<ChildProcess> {
  const runtime = join(PACKAGE_ROOT, 'node_modules', 'pm2', 'bin', 'pm2-runtime');
  return spawn(process.execPath, [runtime, join(PACKAGE_ROOT, 'pm2.config.js'), '--raw'], {
    detached: true,
    stdio: 'inherit',
    env: {
      PM2_HOME: await pm2Home(config),
      PM2_DISABLE_VERSION_CHECK: 'true',
      ...process.env,
    },
  });
}

/** Apart from any other PM2 of this user, and from another Shortcore with the same data. */
async function pm2Home({ dataDir, port }: Config): Promise<string> {
  const home = resolve(dataDir, `pm2-${port}`);
  const isFit = join(home, LONGEST_SOCKET_NAME).length <= MAX_SOCKET_PATH_LENGTH;
  return isFit ? home : mkdtemp(join(tmpdir(), 'shortcore-pm2-'));
}

/** The first signal counts. A closed terminal is one too, or the instances would outlive it unseen. */
function onSignal(stop: () => void): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!isStopping) stop();
      isStopping = true;
    });
  }
}

async function announce(config: Config, pm2: ChildProcess): Promise<void> {
  while (!(await isReady(config))) {
    if (pm2.exitCode !== null) return;
    await sleep(READY_POLL_MS);
  }
  const key = config.adminApiKey === undefined ? bootstrapApiKeyPath(config) : 'ADMIN_API_KEY';
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
