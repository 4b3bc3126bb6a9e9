// Builds the admin page to `dist/web`, each file with its compressed forms beside it.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';
import { hashSources, PAGE } from './build-hash.js';
import { DIST_WEB, ROOT } from './paths.js';

/** Images are compressed already. */
const COMPRESSIBLE = /\.(?:css|html|js|svg|webmanifest)$/;

export async function buildPage() {
  const hash = hashSources(PAGE);
  // A build that is interrupted is not complete.
  rmSync(PAGE.complete, { force: true });
  await build({ configFile: join(ROOT, 'web', 'vite.config.ts'), logLevel: 'warn' });
  await compress();
  writeFileSync(PAGE.complete, String(hash));
}

async function compress() {
  const entries = readdirSync(DIST_WEB, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && COMPRESSIBLE.test(entry.name));
  await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const bytes = readFileSync(path);
      const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
      writeFileSync(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
      writeFileSync(`${path}.br`, await promisify(brotliCompress)(bytes, { params }));
    }),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildPage();
