import { findChromium } from './chromium.js';
import { findServers } from './servers.js';

/** Finds what the tests run against. What is missing is a failure where `CI` is set, and said in a line elsewhere. */
export default async function globalSetup() {
  const servers = await findServers();
  process.env['SHORTCORE_TEST_SERVERS'] = JSON.stringify(servers);
  const missing = [
    ...(servers.length === 0 ? ['a MySQL-family server (TEST_MYSQL_URL, mysqld or mariadbd)'] : []),
    ...(findChromium() === undefined ? ['Chromium'] : []),
  ];
  if (missing.length === 0) return;
  const message = `not found: ${missing.join(', ')}`;
  if (process.env['CI'] === 'true') throw new Error(message);
  process.stderr.write(`\n${message}; the suites that need it are skipped\n`);
}
