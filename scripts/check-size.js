// Prints how large files, functions and constructors are, and how much of the lines is comments, without the texts of
// the API.
// usage: node scripts/check-size.js [directory of a checkout]
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const root = process.argv[2] ?? '.';

/** @typedef {{ lines: number[], functions: number[], parameters: number, comments: number, anyCount: number }} Sizes */

/**
 * @param {string} directory
 * @param {(path: string) => boolean} isCounted
 */
function sourcesIn(directory, isCounted) {
  return readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => /\.tsx?$/.test(path) && isCounted(path))
    .sort();
}

/**
 * @param {readonly string[]} paths
 * @returns {Sizes}
 */
function measure(paths) {
  /** @type {Sizes} */
  const sizes = { lines: [], functions: [], parameters: 0, comments: 0, anyCount: 0 };
  for (const path of paths) {
    const text = readFileSync(join(root, path), 'utf8');
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    sizes.lines.push(text.split('\n').length - 1);
    if (!isApiText(path)) sizes.comments += commentLines(text);
    visit(source, source, sizes);
  }
  return sizes;
}

/**
 * @param {ts.Node} node
 * @param {ts.SourceFile} source
 * @param {Sizes} sizes
 */
function visit(node, source, sizes) {
  if (node.kind === ts.SyntaxKind.AnyKeyword) sizes.anyCount++;
  if (ts.isConstructorDeclaration(node)) {
    sizes.parameters = Math.max(sizes.parameters, node.parameters.length);
  }
  if (isNamedFunction(node) && node.body !== undefined) {
    const line = (/** @type {number} */ position) =>
      source.getLineAndCharacterOfPosition(position).line;
    sizes.functions.push(line(node.end) - line(node.getStart(source)) + 1);
  }
  ts.forEachChild(node, (child) => visit(child, source, sizes));
}

/**
 * Functions, methods, constructors and accessors; arrow functions are lines of the function around them.
 * @param {ts.Node} node
 * @returns {node is ts.FunctionLikeDeclaration}
 */
function isNamedFunction(node) {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isAccessor(node)
  );
}

/**
 * Lines on which nothing but a comment stands.
 * @param {string} text
 */
function commentLines(text) {
  let isInBlock = false;
  return text.split('\n').filter((line) => {
    const start = line.trim();
    const isComment = isInBlock || start.startsWith('//') || start.startsWith('/*');
    if (start.startsWith('/*')) isInBlock = true;
    if (start.includes('*/')) isInBlock = false;
    return isComment;
  }).length;
}

/**
 * @param {readonly number[]} values
 * @param {number} share
 */
function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** @param {readonly number[]} values */
function spread(values) {
  return `median ${quantile(values, 0.5)}, 90th percentile ${quantile(values, 0.9)}, longest ${Math.max(...values)}`;
}

/**
 * @param {string} name
 * @param {Sizes} sizes
 */
function print(name, { lines, functions, parameters, comments, anyCount }) {
  const all = lines.reduce((sum, count) => sum + count, 0);
  const rows = [
    `${name}: ${lines.length} files, ${all} lines`,
    `  lines per file:      ${spread(lines)}`,
    `  lines per function:  ${spread(functions)}`,
    `  longest constructor: ${parameters} parameters`,
    `  comment lines:       ${((100 * comments) / all).toFixed(1)} %`,
    `  any:                 ${anyCount}`,
  ];
  process.stdout.write(`${rows.join('\n')}\n`);
}

/** The build turns the comments of these files into the descriptions of the OpenAPI document. */
const isApiText = (/** @type {string} */ path) => path.endsWith('.dto.ts');
const isSpec = (/** @type {string} */ path) => path.endsWith('.spec.ts');
const isMigration = (/** @type {string} */ path) => path.includes('/migrations/');
const production = sourcesIn('src', (path) => !isSpec(path) && !isMigration(path));
const page = sourcesIn('web/src', (path) => !isSpec(path) && !path.endsWith('/api-types.ts'));
const specs = ['src', 'web/src'].flatMap((directory) => sourcesIn(directory, isSpec));
print('src without specs and migrations', measure(production));
print('web without specs and generated types', measure(page));
print('specs and test', measure([...specs, ...sourcesIn('test', () => true)]));
