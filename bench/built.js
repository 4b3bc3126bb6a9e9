/**
 * A module of the built program. Not imported by its name, or its JavaScript would be checked for types.
 * @param {string} path of the source file, below src
 */
export function built(path) {
  return import(new URL(`../dist/src/${path}`, import.meta.url).href);
}
