// Builds `dist` when it is missing or older than a source. A deployed copy without sources is left alone.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const sources = ['src', 'ormconfig.ts', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];
const built = join(root, 'dist', 'src', 'main.js');

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
  if (!existsSync(join(root, 'src'))) return false;
  if (!existsSync(built)) return true;
  return (
    Math.max(...sources.map((name) => newestChangeMs(join(root, name)))) > statSync(built).mtimeMs
  );
}

if (isBuildNeeded()) {
  const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  const { status } = spawnSync(process.execPath, [nest, 'build'], { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
