import 'reflect-metadata';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, constants } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { GeoIp } from '../click/visit/geo-ip.js';
import { FallbackUrls } from '../link/fallback-urls.js';
import { loadConfig, type Config } from '../platform/config/config.js';
import { getInstanceCount } from '../platform/config/instance-count.js';
import { exitWithStartFailure, StartError } from '../platform/config/start-error.js';
import { findPageDirectory } from '../page/page-directory.js';
import { createPrivateDirectory } from '../platform/private-files.js';
import { ensurePm2Home, PM2_CONFIG, spawnPm2 } from './pm2.js';
import { prepareDatabase } from './prepare-database.js';
import { untilReady } from './until-ready.js';

const READY_RESPONSE_LIMIT_MS = 2_000;
/** Longer than instances take to end. */
const PM2_STOP_LIMIT_MS = 15_000;

/** Checks the settings, migrates the database, and runs the instances under PM2 until a signal arrives. */
async function start(): Promise<void> {
  let pm2: ChildProcess | undefined;
  onSignal(() => (pm2 === undefined ? process.exit(0) : pm2.kill('SIGINT')));
  const config = loadConfig();
  await assertWritable(config.dataDir);
  GeoIp.open(config);
  assertFallbackUrls(config);
  await assertFree(config);
  const newKeyLocation = await prepareDatabase(config);
  const home = await ensurePm2Home(config);
  // Ctrl-C signals this process group only, and PM2 must be told to stop only once.
  const { balancing } = config;
  pm2 = spawnPm2('pm2-runtime', [PM2_CONFIG, '--raw'], { home, balancing, detached: true });
  const exit = once(pm2, 'exit') as Promise<[number | null]>;
  try {
    await untilReady(
      () => isReady(config),
      () => isRunning(pm2),
    );
  } catch (error) {
    await endPm2(pm2, exit);
    throw error;
  }
  if (isRunning(pm2)) announce(config, newKeyLocation);
  const [code] = await exit;
  process.exit(code ?? 1);
}

/** @throws StartError before PM2 starts instances that would each fail. */
function assertFallbackUrls(config: Config): void {
  void new FallbackUrls(config);
}

async function assertWritable(dataDir: string): Promise<void> {
  try {
    await createPrivateDirectory(dataDir);
    await access(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw StartError.because('DATA_DIR cannot be written', error);
  }
}

/** Reports a port in use once, before PM2 starts instances that would each fail. */
async function assertFree({ host, port }: Config): Promise<void> {
  const server = createServer();
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    throw StartError.because(`PORT ${port} on HOST ${host} cannot be listened on`, error);
  }
  server.close();
  await once(server, 'close');
}

/** Calls `stop` on the first signal only. Includes SIGHUP, so that instances do not outlive a closed terminal. */
function onSignal(stop: () => void): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!isStopping) stop();
      isStopping = true;
    });
  }
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

/** PM2 hangs if it cannot open its files. Killed with its group, which its instances belong to. */
async function endPm2(pm2: ChildProcess, exit: Promise<unknown>): Promise<void> {
  pm2.kill('SIGINT');
  await Promise.race([exit, sleep(PM2_STOP_LIMIT_MS)]);
  if (isRunning(pm2) && pm2.pid !== undefined) process.kill(-pm2.pid, 'SIGKILL');
}

/** @param newKeyLocation where the first API key is, if this start created it. */
function announce(config: Config, newKeyLocation: string | undefined): void {
  const lines = [
    `Listening on:      ${config.publicUrl} (${describeInstances(config)})`,
    `Swagger UI:        ${config.publicUrl}/docs`,
    `Admin page:        ${describePage(config)}`,
    ...(newKeyLocation === undefined ? [] : [`First API key:     ${newKeyLocation}`]),
  ];
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
}

function describePage({ adminPage, publicUrl }: Config): string {
  if (!adminPage) return 'off, as ADMIN_PAGE says';
  if (findPageDirectory() === undefined) return 'off, because dist/web is not built';
  return `${publicUrl}/admin/`;
}

function describeInstances(config: Config): string {
  const { count, reason } = getInstanceCount(config);
  return `${count === 1 ? '1 instance' : `${count} instances`}, ${reason}`;
}

/** Not by `fetch`, which refuses ports such as 6000 and 10080. */
async function isReady({ host, port }: Config): Promise<boolean> {
  const address = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
  const options = { host: address, port, path: '/health/ready', agent: false };
  const request = get({ ...options, signal: AbortSignal.timeout(READY_RESPONSE_LIMIT_MS) });
  try {
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    return response.statusCode === 200;
  } catch {
    return false;
  }
}

await start().catch(exitWithStartFailure);
