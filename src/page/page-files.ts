import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export type Coding = 'br' | 'gzip' | 'identity';

/** A file of the page in memory. */
export interface PageFile {
  readonly mediaType: string;
  readonly cacheControl: string;
  /** Of the uncompressed file. */
  readonly etag: string;
  readonly bodies: Readonly<Partial<Record<Coding, Buffer>> & { identity: Buffer }>;
}

/** By the path below `/admin/`; the empty path is `index.html`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const INDEX = 'index.html';

/** Names below it contain a hash of the content. */
const HASHED = /^assets\//;

const COMPRESSED = /\.(?:br|gz)$/;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

/** Reads every file of a directory, with the compressed forms that the build has put beside it. */
export function readPageFiles(directory: string): PageFiles {
  const files = new Map<string, PageFile>();
  for (const path of listFiles(directory)) files.set(path, readPageFile(directory, path));
  const index = files.get(INDEX);
  if (index !== undefined) files.set('', index);
  return files;
}

function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !COMPRESSED.test(entry.name))
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

function readPageFile(directory: string, path: string): PageFile {
  const read = (suffix: string): Buffer | undefined => {
    const file = join(directory, path + suffix);
    return existsSync(file) ? readFileSync(file) : undefined;
  };
  const identity = readFileSync(join(directory, path));
  const gzip = read('.gz');
  const br = read('.br');
  return {
    mediaType: MEDIA_TYPES[extname(path)] ?? 'application/octet-stream',
    cacheControl: HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: `"${hash('sha256', identity, 'base64url')}"`,
    bodies: { identity, ...(gzip && { gzip }), ...(br && { br }) },
  };
}
