import { createServer } from 'node:http';

/**
 * Answers a redirect from a `Map`, with the headers of ours.
 * @param {string} port
 * @param {string} key
 * @param {string} location
 */
export function serveBare(port, key, location) {
  const links = new Map([
    [
      `/${key}`,
      [
        'X-Request-Id',
        '6ccb3a2e-94f5-4e6d-9fd5-2c9a53b2f2a1',
        'Location',
        location,
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
