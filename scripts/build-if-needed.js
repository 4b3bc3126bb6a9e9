// Builds `dist` when it is missing, incomplete or made from other sources. A deployed copy without sources is left alone.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashSources } from './build-hash.js';
import { COMPLETE, ROOT } from './paths.js';

const COMPILER = ['@nestjs/cli', 'typescript', 'rolldown'];

function isBuildNeeded() {
  if (!existsSync(COMPLETE)) return true;
  const hash = hashSources();
  return hash !== undefined && readFileSync(COMPLETE, 'utf8') !== hash;
}

function hasCompiler() {
  return (
    existsSync(join(ROOT, 'src')) &&
    COMPILER.every((name) => existsSync(join(ROOT, 'node_modules', name)))
  );
}

if (!isBuildNeeded()) {
  process.exitCode = 0;
} else if (hasCompiler()) {
  const build = join(ROOT, 'scripts', 'build.js');
  const { status } = spawnSync(process.execPath, [build], { cwd: ROOT, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  process.stderr.write(
    'dist is not built from these sources, and the compiler is not installed: run npm ci\n',
  );
  process.exitCode = 1;
}
