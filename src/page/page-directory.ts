import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The same from a bundle and from a module of `dist/src`. */
const ROOT = dirname(createRequire(import.meta.url).resolve('#package.json'));

/** Returns the directory of the built page, or `undefined` if it is not built. */
export function findPageDirectory(root = ROOT): string | undefined {
  const directory = join(root, 'dist', 'web');
  return existsSync(join(directory, 'index.html')) ? directory : undefined;
}
