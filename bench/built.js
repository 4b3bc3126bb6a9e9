/**
 * Imports a module of the built program. The path is computed, so that TypeScript does not check the output.
 * @param {string} path below src
 */
export function importBuilt(path) {
  return import(new URL(`../dist/src/${path}`, import.meta.url).href);
}
