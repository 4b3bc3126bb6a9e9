import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const ASSETS = 'dist/web/assets/';
const KB = 1000;

/** The gzip size of each asset that matches, by its name without the hash. */
function sizesOf(pattern: RegExp): Map<string, number> {
  const names = readdirSync(ASSETS).filter((name) => pattern.test(name));
  return new Map(names.map((name) => [nameOf(name), statSync(`${ASSETS}${name}.gz`).size]));
}

function nameOf(file: string): string {
  return file.replace(/-[\w-]{8}\.(js|css)$/, '.$1');
}

/** The scripts that a script loads before it runs, itself included. */
function staticScripts(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const code = readFileSync(ASSETS + file, 'utf8');
  for (const [, name = ''] of code.matchAll(/(?:from|^import|;import)\s*"\.\/([^"]+\.js)"/g)) {
    staticScripts(name, found);
  }
  return found;
}

describe('the files of the admin page', () => {
  const scripts = readdirSync(ASSETS).filter((name) => name.endsWith('.js'));
  const fileOf = (name: string): string => scripts.find((file) => nameOf(file) === name) ?? name;

  it('need at most 60 kB of script for sign-in and the list of links', () => {
    const needed = new Set(
      ['index.js', 'links-page.js'].map(fileOf).flatMap((file) => [...staticScripts(file)]),
    );
    const total = [...needed].reduce((sum, file) => sum + statSync(`${ASSETS}${file}.gz`).size, 0);
    expect(total).toBeGreaterThan(15 * KB);
    expect(total).toBeLessThanOrEqual(60 * KB);
  });

  it('load no script of over 65 kB on demand', () => {
    for (const [name, size] of sizesOf(/\.js$/))
      expect([name, size <= 65 * KB]).toEqual([name, true]);
  });

  it('have at most 12 kB of styles', () => {
    const sizes = [...sizesOf(/\.css$/).values()];
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(12 * KB);
  });

  it('contain no address of another service, and nothing that runs text', () => {
    const hosts = scripts.flatMap((name) => [
      ...readFileSync(ASSETS + name, 'utf8').matchAll(/https?:\/\/([\w.-]+)/g),
    ]);
    const others = new Set(hosts.map(([, host]) => host));
    // Namespaces of XML, and examples.
    for (const known of ['www.w3.org', 'example.com']) others.delete(known);
    expect([...others]).toEqual([]);
    for (const name of scripts) {
      expect(readFileSync(ASSETS + name, 'utf8')).not.toMatch(/\beval\(|new Function\(/);
    }
  });
});
