import { spawn, type ChildProcess } from 'node:child_process';
import { access, constants, lstat, mkdtemp, readlink, symlink, unlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartError } from '../platform/config/start-error.js';
import type { Config } from '../platform/config/config.js';
import { createPrivateDirectory } from '../platform/private-files.js';
import { LAUNCHER_PID } from './launcher-pid.js';

const PACKAGE_ROOT = dirname(createRequire(import.meta.url).resolve('#package.json'));
const PM2_ROOT = dirname(fileURLToPath(import.meta.resolve('pm2/package.json')));

export const PM2_CONFIG = join(PACKAGE_ROOT, 'pm2.config.js');
/** The longest name of a socket in PM2's home. */
const LONGEST_SOCKET_NAME = 'interactor.sock';
/** The socket that a running PM2 listens on. */
const COMMAND_SOCKET_NAME = 'rpc.sock';
/** The limit of macOS in bytes; that of Linux is 107. */
const MAX_SOCKET_PATH_LENGTH = 103;

/** Names of Node's cluster. Round robin is no default on every system, and a variable of the caller is no setting. */
const SCHEDULING_POLICY = { 'round-robin': 'rr', 'shared-socket': 'none' } as const;

/** Lower-case variables that are not fields of PM2: proxies for HTTP, and npm's. */
const OTHER_LOWER_CASE = /^(?:[a-z]+_proxy$|npm_)/;

interface Pm2Options {
  readonly home: string;
  readonly balancing: Config['balancing'];
  /** Whether it runs in a process group of its own. */
  readonly detached?: boolean;
}

/** @param program in PM2's package. */
export function spawnPm2(
  program: string,
  args: readonly string[],
  { home, balancing, detached = false }: Pm2Options,
): ChildProcess {
  const path = join(PM2_ROOT, 'bin', program);
  return spawn(process.execPath, [path, ...args], {
    cwd: PACKAGE_ROOT,
    detached,
    stdio: 'inherit',
    env: {
      ...pm2Environment(process.env, home, balancing),
      [LAUNCHER_PID]: String(process.pid),
    },
  });
}

/**
 * Removes the variables of another PM2 that this process may run under. They would direct ours to its home, and
 * replace settings: PM2 takes each variable for the field of an application that has the same name.
 */
export function pm2Environment(
  environment: NodeJS.ProcessEnv,
  home: string,
  balancing: Config['balancing'],
): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !isOfPm2(name));
  return {
    ...Object.fromEntries(kept),
    PM2_HOME: home,
    PM2_DISABLE_VERSION_CHECK: 'true',
    NODE_CLUSTER_SCHED_POLICY: SCHEDULING_POLICY[balancing],
  };
}

function isOfPm2(name: string): boolean {
  if (name.startsWith('PM2_') || name === 'NODE_APP_INSTANCE') return true;
  return /^[a-z]/.test(name) && !OTHER_LOWER_CASE.test(name);
}

/** Creates the home of this service's PM2 if it is missing. The port separates services with the same data. */
export async function ensurePm2Home(config: Config): Promise<string> {
  const home = pm2HomePath(config);
  try {
    if (isShort(home)) await createPrivateDirectory(home);
    else await ensureShortHome(home);
    await access(home, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw StartError.because(`PM2's home ${home} cannot be used`, error);
  }
  return resolveHome(home);
}

/** @returns the home of a PM2 that runs. @throws StartError if none does. */
export async function findRunningPm2(config: Config): Promise<string> {
  const home = await resolveHome(pm2HomePath(config));
  if (await isListening(join(home, COMMAND_SOCKET_NAME))) return home;
  throw new StartError(
    `no PM2 runs in ${home}; DATA_DIR, PORT and SHORTCORE_PM2_HOME must be those of npm start`,
  );
}

function pm2HomePath({ dataDir, port, pm2Home }: Config): string {
  return resolve(pm2Home ?? join(dataDir, `pm2-${port}`));
}

/** Sockets in a longer path cannot be opened. */
function isShort(home: string): boolean {
  return Buffer.byteLength(join(home, LONGEST_SOCKET_NAME)) <= MAX_SOCKET_PATH_LENGTH;
}

/** A long path is a link to a directory with a short one. */
async function ensureShortHome(path: string): Promise<void> {
  const target = await readlink(path).catch(() => undefined);
  if (target !== undefined) {
    if (await isOwnDirectory(target)) return;
    await unlink(path);
  }
  await symlink(await mkdtemp(join(tmpdir(), 'shortcore-pm2-')), path);
}

/** Others may write to the directory for temporary files. */
async function isOwnDirectory(path: string): Promise<boolean> {
  const stats = await lstat(path).catch(() => undefined);
  return stats?.isDirectory() === true && stats.uid === process.getuid?.();
}

async function resolveHome(path: string): Promise<string> {
  return isShort(path) ? path : readlink(path).catch(() => path);
}

async function isListening(socketPath: string): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect(socketPath);
    socket.once('error', () => settle(false));
    socket.once('connect', () => {
      socket.destroy();
      settle(true);
    });
  });
}
