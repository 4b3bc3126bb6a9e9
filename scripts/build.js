// Builds `dist`: the modules by Nest's compiler, then the bundles of the programs, then the admin page.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashSources, SERVER } from './build-hash.js';
import { buildPage } from './build-page.js';
import { bundlePrograms } from './bundle.js';
import { ROOT } from './paths.js';

// A source that changes during the build makes the next build necessary.
const hash = hashSources(SERVER);
const nest = join(ROOT, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
// It empties `dist` first, so a build that is interrupted is not complete.
const { status } = spawnSync(process.execPath, [nest, 'build'], { cwd: ROOT, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
await bundlePrograms();
writeFileSync(SERVER.complete, String(hash));
await buildPage();
