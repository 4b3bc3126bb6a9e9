// Reads a redirect's link, or counts a click, all the time, as instances do, and measures how long that is held up.
// Answers each message with the longest time since the message before.
import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 3;
/** Longer than any migration. */
const LOCK_WAIT_SECONDS = 600;
/** Column by column, as the version before the migrations has them. */
const READ = 'SELECT id, url, redirectStatus, maxClicks, disabled FROM link WHERE `key` = ?';
const WRITES = [
  'UPDATE click_day SET clicks = clicks + 1 WHERE linkId = ? AND day = 20000',
  'UPDATE link_clicks SET humans = humans + 1, redirects = redirects + 1 WHERE linkId = ?',
];

const [url, work] = process.argv.slice(2);
let nextId = 0;
let begunMs = performance.now();
let longestMs = 0;

process.on('message', () => {
  process.send(Math.max(longestMs, performance.now() - begunMs));
  longestMs = 0;
});
process.on('disconnect', () => process.exit());

async function connect() {
  if (url.startsWith('sqlite:')) {
    const { default: Libsql } = await import('libsql');
    const file = new Libsql(url.slice('sqlite:'.length), { timeout: LOCK_WAIT_SECONDS * 1000 });
    return async (statement, id) => void file.prepare(statement).all(id);
  }
  const { createConnection } = await import('mysql2/promise');
  const connection = await createConnection(url);
  await connection.query(`SET SESSION innodb_lock_wait_timeout = ${LOCK_WAIT_SECONDS}`);
  return async (statement, id) => void (await connection.query(statement, [id]));
}

const run = await connect();
process.send('ready');
for (;;) {
  nextId = (nextId * 7_919 + 1) % 1_000_000;
  begunMs = performance.now();
  if (work === 'read') await run(READ, String(nextId));
  else for (const statement of WRITES) await untilDone(statement);
  longestMs = Math.max(longestMs, performance.now() - begunMs);
  await sleep(PAUSE_MS);
}

async function untilDone(statement) {
  for (;;) {
    try {
      return await run(statement, nextId + 1);
    } catch (error) {
      // A deadlock with a migration, whose statement instances repeat too.
      if (error.code !== 'ER_LOCK_DEADLOCK') throw error;
    }
  }
}
