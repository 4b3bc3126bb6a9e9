// Builds `dist` when it is missing, incomplete or older than a source. A deployed copy without sources is left alone.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { COMPLETE, ROOT } from './paths.js';

const sources = [
  'src',
  'scripts',
  'ormconfig.ts',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
  // Bundles contain dependencies.
  'package-lock.json',
];

/**
 * @param {string} path
 * @returns {number}
 */
function newestChangeMs(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(
    stats.mtimeMs,
    ...readdirSync(path).map((name) => newestChangeMs(join(path, name))),
  );
}

function isBuildNeeded() {
  if (!existsSync(join(ROOT, 'src'))) return false;
  if (!existsSync(COMPLETE)) return true;
  return (
    Math.max(...sources.map((name) => newestChangeMs(join(ROOT, name)))) >
    statSync(COMPLETE).mtimeMs
  );
}

if (isBuildNeeded()) {
  const build = join(ROOT, 'scripts', 'build.js');
  const { status } = spawnSync(process.execPath, [build], { cwd: ROOT, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
