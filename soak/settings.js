import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: process.env['SOAK_SEED'] ?? String(randomInt(2 ** 31)) },
    seconds: { type: 'string', default: process.env['SOAK_SECONDS'] ?? '600' },
    instances: { type: 'string', default: process.env['SOAK_INSTANCES'] ?? '2' },
    database: { type: 'string', default: process.env['SOAK_DATABASE'] ?? 'any' },
  },
});

const DATABASES = ['any', 'mysqld', 'mariadbd', 'sqlite'];

export const SEED = toInteger('seed', values.seed, 0);
export const SECONDS = toInteger('seconds', values.seconds, 30);
/** Of each machine. */
export const INSTANCE_COUNT = toInteger('instances', values.instances, 2);
export const DATABASE = toDatabase(values.database);

/**
 * @param {string} name
 * @param {string} text
 * @param {number} min
 */
function toInteger(name, text, min) {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= min) return value;
  return fail(`${name} must be an integer of at least ${min}`);
}

/** @param {string} text */
function toDatabase(text) {
  return DATABASES.includes(text) ? text : fail(`database must be one of ${DATABASES.join(', ')}`);
}

/** @param {string} message @returns {never} */
function fail(message) {
  process.stderr.write(`soak: ${message}\n`);
  process.exit(2);
}
