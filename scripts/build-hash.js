import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.js';

/** What a build is made from. */
const SOURCES = [
  'src',
  'ormconfig.ts',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
  'scripts/build.js',
  'scripts/bundle.js',
  // Bundles contain dependencies.
  'package-lock.json',
];

/** Returns a hash of the sources, or `undefined` in a deployed copy without them. Times do not count, as copies change them. */
export function hashSources() {
  if (!existsSync(join(ROOT, 'src'))) return undefined;
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap(listFiles)) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {string} path below the root
 * @returns {string[]}
 */
function listFiles(path) {
  const absolute = join(ROOT, path);
  if (!existsSync(absolute) || path.endsWith('.spec.ts')) return [];
  if (!statSync(absolute).isDirectory()) return [path];
  return readdirSync(absolute)
    .toSorted()
    .flatMap((name) => listFiles(`${path}/${name}`));
}
