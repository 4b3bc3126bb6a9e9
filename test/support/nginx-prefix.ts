import { Api } from './api.js';
import { makeSqlite } from './databases.js';
import { startInstance } from './instance.js';
import { startNginx, type Nginx } from './nginx.js';
import { freePort } from './ports.js';

/** The path at which `docs/operations.md` puts the service. */
export const PREFIX = '/s';

/** The edits of `docker/nginx.conf` that `docs/operations.md` gives for a path prefix: what to replace, and by what. */
export const PREFIX_EDITS: readonly (readonly [from: string, to: readonly string[]])[] = [
  [
    '  server {\n',
    [
      'map $request_uri $path_below_prefix {',
      '  ~^/s(/.*)$ $1;',
      '}',
      'server {',
      '  location = /robots.txt {',
      '    proxy_pass http://shortcore;',
      '  }',
    ],
  ],
  [
    '    location / {\n      proxy_pass http://shortcore;\n',
    ['  location /s/ {', '    proxy_pass http://shortcore$path_below_prefix;'],
  ],
  [
    '    location /api/ {\n      proxy_pass http://shortcore;\n',
    ['  location /s/api/ {', '    proxy_pass http://shortcore$path_below_prefix;'],
  ],
];

/** Has nginx serve the service below `PREFIX`. */
function addPrefix(configuration: string): string {
  return PREFIX_EDITS.reduce(
    (text, [from, to]) => text.replace(from, () => `${to.join('\n')}\n`),
    configuration,
  );
}

export interface PrefixedService {
  readonly nginx: Nginx;
  readonly api: Api;
  stop(): Promise<void>;
}

/** Starts an instance whose `PUBLIC_URL` is that of nginx with `PREFIX`. */
export async function startBelowPrefix(program: string): Promise<PrefixedService> {
  const port = await freePort();
  const database = await makeSqlite('migrated');
  const instance = await startInstance(database, {
    PUBLIC_URL: `http://127.0.0.1:${port}${PREFIX}/`,
    ALLOW_PRIVATE_TARGETS: 'true',
    TRUST_PROXY: 'loopback',
  });
  const servers = Array(2).fill(new URL(instance.url).host) as string[];
  const nginx = await startNginx(program, servers, { port, path: PREFIX, edit: addPrefix });
  return {
    nginx,
    api: await Api.of(nginx),
    async stop() {
      await nginx.stop();
      await instance.stop();
      await database.drop();
    },
  };
}
