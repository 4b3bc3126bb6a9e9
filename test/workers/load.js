// Keeps links under load: visits them in turn, together about as often a second as it is told, for as long as it lives.
// Is told what to visit by messages, and answers each with how many visits there were by then.
import http from 'node:http';

const TICK_MS = 10;
/** Not more than can be answered: it is load, not a flood. */
const MAX_UNDER_WAY = 100;
/** An instance that is killed may leave a connection open that nobody answers. */
const TIMEOUT_MS = 5_000;

const [port, perSecond] = process.argv.slice(2).map(Number);
const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
const perTick = (perSecond * TICK_MS) / 1000;
const visits = { total: 0, failed: 0, underWay: 0 };
let keys = [];
let turn = 0;
let lastMs = performance.now();

process.on('message', (message) => {
  if (message.keys !== undefined) keys = message.keys;
  process.send({ ...visits });
});
process.on('disconnect', () => process.exit());

setInterval(() => {
  const nowMs = performance.now();
  const due = Math.min(Math.round((perTick * (nowMs - lastMs)) / TICK_MS), perTick * 5);
  lastMs = nowMs;
  if (keys.length === 0 || visits.underWay > MAX_UNDER_WAY) return;
  for (let count = 0; count < due; count++) visit(keys[turn++ % keys.length]);
}, TICK_MS);

function visit(key) {
  visits.underWay++;
  const request = http
    .get({ host: '127.0.0.1', port, path: `/${key}`, agent, timeout: TIMEOUT_MS }, (response) => {
      visits.total++;
      if (![302, 404, 410].includes(response.statusCode)) visits.failed++;
      response.resume().on('close', () => visits.underWay--);
    })
    .on('error', () => {
      // An instance that was killed took the connection with it.
      visits.underWay--;
    })
    .on('timeout', () => request.destroy());
}
