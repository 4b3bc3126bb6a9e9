// Builds `dist`: the modules by Nest's compiler, then the bundles of the programs.
import { spawnSync } from 'node:child_process';
import { writeFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePrograms } from './bundle.js';
import { COMPLETE, ROOT } from './paths.js';

const startedAt = new Date();
const nest = join(ROOT, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
// It empties `dist` first, so a build that is interrupted leaves no `COMPLETE`.
const { status } = spawnSync(process.execPath, [nest, 'build'], { cwd: ROOT, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
await bundlePrograms();
writeFileSync(COMPLETE, '');
// A source that changed during the build is newer.
utimesSync(COMPLETE, startedAt, startedAt);
