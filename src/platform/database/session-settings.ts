import type { Connection } from 'mysql2/promise';
import { StartError } from '../config/start-error.js';
import { isUnavailable } from './mysql-errors.js';

/**
 * What a session is given, whatever the server's defaults are. The driver escapes texts by backslashes and in UTF-8:
 * under NO_BACKSLASH_ESCAPES or in another character set, a text could leave its literal.
 */
const VARIABLES = {
  // A text that does not fit is an error, and double quotes enclose texts.
  sql_mode: 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
  character_set_client: 'utf8mb4',
  character_set_connection: 'utf8mb4',
  character_set_results: 'utf8mb4',
  collation_connection: 'utf8mb4_general_ci',
  time_zone: '+00:00',
  // A single statement commits by itself, and COMMIT starts no other transaction.
  autocommit: 'ON',
  completion_type: 'NO_CHAIN',
  default_storage_engine: 'InnoDB',
  unique_checks: 'ON',
  sql_auto_is_null: 'OFF',
  sql_safe_updates: 'OFF',
  sql_select_limit: '18446744073709551615',
} as const;

/** By a statement of its own, because servers name these variables differently. */
const SET_TRANSACTION = 'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE';
const TRANSACTION_VARIABLES = {
  transaction_isolation: 'REPEATABLE-READ',
  transaction_read_only: 'OFF',
} as const;

interface VariableRow {
  readonly Variable_name: string;
  readonly Value: string;
}

/**
 * Gives a new connection the settings that the program relies on, and reads them back, because a proxy may ignore them.
 * @throws StartError with the code or the setting, and the error of a connection that breaks.
 */
export async function pinSession(connection: Connection, lockWaitSeconds: number): Promise<void> {
  const variables = { ...VARIABLES, innodb_lock_wait_timeout: String(lockWaitSeconds) };
  await assertAccepted(connection.query(toStatement(variables)));
  await assertAccepted(connection.query(SET_TRANSACTION));
  const expected = Object.entries({ ...variables, ...TRANSACTION_VARIABLES });
  const actual = await readVariables(
    connection,
    expected.map(([name]) => name),
  );
  const ignored = expected.find(([name, value]) => actual.get(name) !== value);
  if (ignored === undefined) return;
  throw new StartError(`DATABASE_URL: the database does not keep the session's ${ignored[0]}`);
}

function toStatement(variables: Readonly<Record<string, string>>): string {
  const assignments = Object.entries(variables).map(([name, value]) => {
    const isNumber = /^\d+$/.test(value);
    return `SESSION ${name} = ${isNumber ? value : `'${value}'`}`;
  });
  return `SET ${assignments.join(', ')}`;
}

async function assertAccepted(statement: Promise<unknown>): Promise<void> {
  try {
    await statement;
  } catch (error) {
    if (isUnavailable(error)) throw error;
    throw StartError.because("DATABASE_URL: the database refuses the session's settings", error);
  }
}

/** MariaDB calls `transaction_isolation` `tx_isolation`, and later versions report both. */
async function readVariables(
  connection: Connection,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const aliases = names.map((name) => name.replace(/^transaction_/, 'tx_'));
  const list = [...new Set([...names, ...aliases])].map((name) => `'${name}'`).join(', ');
  const [rows] = await connection.query(`SHOW SESSION VARIABLES WHERE Variable_name IN (${list})`);
  return new Map(
    (rows as VariableRow[]).map(({ Variable_name: name, Value: value }) => [
      name.replace(/^tx_/, 'transaction_'),
      value,
    ]),
  );
}
