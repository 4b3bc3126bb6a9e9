import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.js';
import { freePort } from './ports.js';

const SHIPPED = new URL('../../docker/nginx.conf', import.meta.url);

export interface Nginx {
  readonly url: string;
  /** What it wrote to its error log so far. */
  errors(): string;
  stop(): Promise<void>;
}

interface Options {
  /** A free one if it is not given. */
  readonly port?: number;
  /** The path at which the servers are, without a slash at its end. */
  readonly path?: string;
  readonly edit?: (configuration: string) => string;
}

/** Runs nginx with the configuration of `docker/nginx.conf`; only its port and its two servers are replaced. */
export async function startNginx(
  program: string,
  servers: readonly string[],
  { port: givenPort, path = '', edit = (text) => text }: Options = {},
): Promise<Nginx> {
  const port = givenPort ?? (await freePort());
  const directory = mkdtempSync(join(tmpdir(), 'shortcore-nginx-'));
  // Its workers run as another user than root.
  chmodSync(directory, 0o755);
  const file = join(directory, 'nginx.conf');
  writeFileSync(file, configure(edit(readFileSync(SHIPPED, 'utf8')), port, servers, directory));
  const errorLog = join(directory, 'error.log');
  const child = spawn(program, ['-p', directory, '-c', file, '-e', errorLog, '-g', 'daemon off;']);
  const url = `http://127.0.0.1:${port}${path}`;
  await eventually(() => answers(url, child.exitCode));
  return {
    url,
    errors: () => readFileSync(errorLog, 'utf8'),
    async stop() {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      rmSync(directory, { recursive: true });
    },
  };
}

function configure(
  shipped: string,
  port: number,
  servers: readonly string[],
  directory: string,
): string {
  const replaced = servers.reduce(
    (text, server, index) => text.replace(`app-${index + 1}:3000`, server),
    shipped.replace('listen 8080', `listen 127.0.0.1:${port}`),
  );
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `  ${name}_temp_path ${join(directory, name)};`,
  );
  return `pid ${join(directory, 'nginx.pid')};\n${replaced.replace('http {', `http {\n${paths.join('\n')}`)}`;
}

async function answers(url: string, exitCode: number | null): Promise<boolean> {
  if (exitCode !== null) throw new Error(`nginx ended with ${exitCode}`);
  return fetch(`${url}/health/live`).then(
    ({ ok }) => ok,
    () => false,
  );
}
