import { existsSync } from 'node:fs';

/** For a run as root, without requests of the browser's own. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The headless shell is the same engine without the windows around pages, and takes a fifth less of the processor. */
const CHROMIUMS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** The browser of the system, if it has one. */
export function findChromium() {
  return CHROMIUMS.find((path) => existsSync(path));
}

/** The decoder of QR codes of the system, if it has one. */
export function findZbarimg() {
  return ['/usr/bin/zbarimg', '/usr/local/bin/zbarimg'].find((path) => existsSync(path));
}

/** The tool of Prometheus that checks metrics and rules, if the system has it. */
export function findPromtool() {
  return ['/usr/bin/promtool', '/usr/local/bin/promtool'].find((path) => existsSync(path));
}

/** The nginx of the system, if it has one. */
export function findNginx() {
  return ['/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/sbin/nginx'].find((path) =>
    existsSync(path),
  );
}

/** The programs that save and restore a database of MySQL or MariaDB, if the system has them. */
export function findMysqlClients() {
  const [mysqldump, mysql] = ['/usr/bin/mysqldump', '/usr/bin/mysql'];
  return existsSync(mysqldump) && existsSync(mysql) ? { mysqldump, mysql } : undefined;
}
