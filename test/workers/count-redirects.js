// Visits links in turn, over many connections at once, until so many visits were answered by a redirect.
// Says as JSON how many redirects of each link it was given, and how many visits broke off unanswered.
import http from 'node:http';

const [port, total, connectionCount, ...keys] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: Number(connectionCount) });
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0';
const served = Object.fromEntries(keys.map((key) => [key, 0]));
let servedCount = 0;
let begunCount = 0;
let brokenOffCount = 0;

function visit() {
  const key = keys[begunCount++ % keys.length];
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, path: `/${key}`, agent };
    http
      .get({ ...options, headers: { 'User-Agent': userAgent } }, (response) => {
        if (response.statusCode !== 302) throw new Error(`${response.statusCode} for ${key}`);
        served[key]++;
        servedCount++;
        response.resume().on('close', resolve);
      })
      .on('error', () => {
        brokenOffCount++;
        resolve();
      });
  });
}

async function visitor() {
  while (servedCount < Number(total)) {
    await visit();
    if (process.connected && servedCount % 1000 === 0) process.send({ servedCount });
  }
}

await Promise.all(Array.from({ length: Number(connectionCount) }, visitor));
process.send({ servedCount, served, brokenOffCount });
process.disconnect();
