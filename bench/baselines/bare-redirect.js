// Baseline of cached redirects: `node:http` with the same response from a `Map`, in the given number of processes.
import cluster from 'node:cluster';
import { createServer } from 'node:http';

const [port, key, location, processCount] = process.argv.slice(2);

if (cluster.isPrimary && Number(processCount) > 1) {
  for (let count = 0; count < Number(processCount); count++) cluster.fork();
} else {
  serve();
}

function serve() {
  const links = new Map([
    [
      `/${key}`,
      [
        'X-Request-Id',
        '6ccb3a2e-94f5-4e6d-9fd5-2c9a53b2f2a1',
        'Location',
        String(location),
        'Content-Length',
        '0',
        'Cache-Control',
        'private, no-store',
      ],
    ],
  ]);

  createServer((request, response) => {
    const headers = links.get(request.url ?? '');
    if (headers === undefined) response.writeHead(404).end();
    else response.writeHead(302, headers).end();
  }).listen(Number(port), '127.0.0.1');
}
