import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DIST, ROOT } from './paths.js';

/**
 * @typedef {object} Unit
 * @property {readonly string[]} sources what it is built from; a copy without the first has no sources.
 * @property {string} complete a file that its build writes last, with the hash of the sources.
 */

/** @type {Unit} */
export const SERVER = {
  sources: [
    'src',
    'ormconfig.ts',
    'tsconfig.json',
    'tsconfig.build.json',
    'nest-cli.json',
    'scripts/build.js',
    'scripts/bundle.js',
    // Bundles contain dependencies.
    'package-lock.json',
  ],
  complete: join(DIST, 'complete'),
};

/** @type {Unit} */
export const PAGE = {
  sources: ['web', 'scripts/build-page.js', 'package-lock.json'],
  complete: join(DIST, 'complete-web'),
};

/**
 * Returns a hash of the sources of a unit, or `undefined` in a deployed copy without them. Times do not count, as copies
 * change them.
 * @param {Unit} unit
 */
export function hashSources({ sources: [main = '', ...others] }) {
  if (!existsSync(join(ROOT, main))) return undefined;
  const hash = createHash('sha256');
  for (const path of [main, ...others].flatMap(listFiles)) {
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
