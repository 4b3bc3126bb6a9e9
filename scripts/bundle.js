import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { DIST, ROOT } from './paths.js';

/** The programs that are bundled: paths below `dist`, without `.js`. */
const PROGRAMS = [
  'src/main',
  'src/commands/start',
  'src/commands/reload',
  'src/commands/migrate',
  'src/commands/api-keys',
  'src/commands/counter',
  'src/commands/verify-stats',
];

/** What bundles leave in `node_modules`: native code, files that are served, what is loaded first, optional packages that are not installed. */
const EXTERNAL = [
  '#package.json',
  'reflect-metadata',
  'libsql',
  /^swagger-ui-dist\//,
  /^@nestjs\/(microservices|websockets)(\/|$)/,
  '@fastify/static',
];

/**
 * Modules that packages load and this program never uses, empty in bundles: TypeORM's drivers for other databases (its
 * own `browser` build empties drivers too), uploads, and the telephone numbers of class-validator.
 */
const UNUSED = [
  /\/typeorm\/driver\/(aurora-mysql|aurora-postgres|capacitor|cockroachdb|cordova|expo|mongodb|nativescript|oracle|postgres|react-native|sap|spanner|sqljs|sqlserver)\//,
  /\/node_modules\/(multer|libphonenumber-js)\//,
];

/** East Asian encodings, which neither JSON nor a connection in UTF-8 has. */
const ENCODING_TABLES = /\/iconv-lite\/encodings\/tables\//;

const DYNAMIC_REQUIRE = 'const require = createRequire(import.meta.url);';

/** @type {import('rolldown').Plugin[]} */
const plugins = [
  {
    name: 'without-unused-modules',
    load: { filter: { id: UNUSED }, handler: () => commonJs('module.exports = {};') },
  },
  {
    name: 'without-encoding-tables',
    load: {
      filter: { id: ENCODING_TABLES },
      handler: () => commonJs("throw new Error('This encoding is not in the bundle');"),
    },
  },
  {
    // V8 reads an object faster as JSON than as a program.
    name: 'json-as-text',
    load: {
      filter: { id: /\/mime-db\/db\.json$/ },
      handler: (id) => {
        const text = JSON.stringify(JSON.parse(readFileSync(id, 'utf8')));
        return commonJs(`module.exports = JSON.parse(${JSON.stringify(text)});`);
      },
    },
  },
  {
    // Nest's packages `require` class-validator and TypeORM at run time, which would load a second copy of them.
    name: 'static-require',
    transform: {
      filter: { id: /\/node_modules\/@nestjs\//, code: DYNAMIC_REQUIRE },
      handler: (code) => ({ code: code.replace(DYNAMIC_REQUIRE, ''), map: null }),
    },
  },
  {
    name: 'source-maps-of-the-compiler',
    load: {
      filter: { id: /\/dist\/src\/.*\.js$/ },
      handler: (id) => ({
        code: readFileSync(id, 'utf8'),
        map: readFileSync(`${id}.map`, 'utf8'),
      }),
    },
  },
];

/** @param {string} code */
function commonJs(code) {
  return /** @type {const} */ ({ code, moduleType: 'js' });
}

/** Replaces each program of `dist` by one that loads its bundle. The other modules stay for tests and tools. */
export async function bundlePrograms() {
  await Promise.all(PROGRAMS.map(bundle));
  for (const program of PROGRAMS) {
    const path = join(DIST, `${program}.js`);
    const target = relative(dirname(path), join(DIST, 'bundle', `${basename(program)}.js`));
    // Decorators of packages run when the bundle is loaded, and need it.
    const start = `process.setSourceMapsEnabled(true);\nawait import('reflect-metadata');\n`;
    writeFileSync(path, `${start}await import('${target}');\n`);
  }
}

/** @param {string} program */
async function bundle(program) {
  const name = basename(program);
  const build = await rolldown({
    cwd: ROOT,
    input: { [name]: join(DIST, `${program}.js`) },
    platform: 'node',
    // As Node does. `module` would add a second copy of packages that are imported and required.
    resolve: { mainFields: ['main'] },
    external: EXTERNAL,
    plugins,
  });
  const { output } = await build.generate({
    dir: join(DIST, 'bundle'),
    format: 'esm',
    keepNames: true,
    comments: false,
    sourcemap: 'hidden',
    entryFileNames: '[name].js',
    chunkFileNames: `${name}-[name].js`,
    codeSplitting: { groups: [{ name: 'packages', test: /\/node_modules\//, tags: ['$initial'] }] },
  });
  mkdirSync(join(DIST, 'bundle'), { recursive: true });
  for (const file of output) if (file.type === 'chunk') write(file);
}

/**
 * With a source map for the program's own modules only: Node.js reads a source map with the file, and that of all
 * packages takes 0.3 s and 50 MB.
 * @param {import('rolldown').OutputChunk} chunk
 */
function write({ fileName, code, map, moduleIds }) {
  const path = join(DIST, 'bundle', fileName);
  const isOwn = moduleIds.some((id) => id.startsWith(join(DIST, 'src')));
  if (!isOwn || map === null) return writeFileSync(path, inAscii(code));
  writeFileSync(path, `${code}//# sourceMappingURL=${fileName}.map\n`);
  writeFileSync(`${path}.map`, map.toString());
}

/**
 * Escapes what is not ASCII in literals: V8 reads and keeps a file of ASCII at one byte a character, others at two.
 * @param {string} code without comments
 */
function inAscii(code) {
  // The backslash before such a character would then escape the next one.
  if (/\\[^\0-\x7f]/.test(code)) throw new Error('an escaped character is not ASCII');
  return code.replaceAll(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
