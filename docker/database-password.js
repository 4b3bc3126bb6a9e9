// Writes the password of the database and its address into the directory that is given. Both stay as they are when they
// exist, unless MYSQL_PASSWORD is given.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const RANDOM_BYTES = 24;

const [directory = '/secrets'] = process.argv.slice(2);
const path = join(directory, 'mysql-password');
const existing = existsSync(path) ? readFileSync(path, 'utf8') : '';
const password =
  process.env['MYSQL_PASSWORD'] || existing || randomBytes(RANDOM_BYTES).toString('hex');

writeFileSync(path, password);
writeFileSync(
  join(directory, 'database-url'),
  `mysql://shortcore:${encodeURIComponent(password)}@mysql:3306/shortcore`,
);
