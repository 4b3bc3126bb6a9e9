// Builds what is missing, incomplete or made from other sources. A deployed copy without sources is left alone.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashSources, PAGE, SERVER } from './build-hash.js';
import { DIST_WEB, ROOT } from './paths.js';

const COMPILER = ['@nestjs/cli', 'typescript', 'rolldown'];
const PAGE_COMPILER = ['vite', 'preact'];

/** @param {import('./build-hash.js').Unit} unit */
function isUpToDate(unit) {
  if (!existsSync(unit.complete)) return false;
  const hash = hashSources(unit);
  return hash === undefined || readFileSync(unit.complete, 'utf8') === hash;
}

/**
 * @param {string} source
 * @param {readonly string[]} compiler
 */
function canBuild(source, compiler) {
  return (
    existsSync(join(ROOT, source)) &&
    compiler.every((name) => existsSync(join(ROOT, 'node_modules', name)))
  );
}

/** @param {string} script */
function run(script) {
  const path = join(ROOT, 'scripts', script);
  const { status } = spawnSync(process.execPath, [path], { cwd: ROOT, stdio: 'inherit' });
  return status ?? 1;
}

/** @param {string} directory */
function refuse(directory) {
  process.stderr.write(
    `${directory} is not built from these sources, and the compiler is not installed: run npm ci\n`,
  );
  return 1;
}

function buildIfNeeded() {
  if (!isUpToDate(SERVER)) {
    return canBuild('src', [...COMPILER, ...PAGE_COMPILER]) ? run('build.js') : refuse('dist');
  }
  if (isUpToDate(PAGE)) return 0;
  if (canBuild('web', PAGE_COMPILER)) return run('build-page.js');
  // The service runs without the page, but not with that of another version.
  return existsSync(DIST_WEB) ? refuse('dist/web') : 0;
}

process.exitCode = buildIfNeeded();
