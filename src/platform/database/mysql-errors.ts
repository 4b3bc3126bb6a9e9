import { ConnectionFailed } from './connection-failed.js';

/** An error of the driver. An error of the server has a number and an SQLSTATE. */
interface MySqlError extends Error {
  readonly code?: string;
  readonly errno?: number | string;
  readonly sqlState?: string;
  /** Whether the connection is lost. */
  readonly fatal?: boolean;
}

/** Lost connection, refused user, interrupted statement, no database selected, out of memory. */
const UNAVAILABLE_STATES = /^(?:08|28|70|3D|HY001)/;
/** Its state is that of a lost connection, but the same statement fails again. */
const PACKET_TOO_LARGE = 1153;

/** For maintenance, or because the server became a replica in a failover. */
const READ_ONLY = [1036, 1223, 1290, 1792, 1836, 1874, 3100];
/** Files, disk space, memory, locks or threads cannot be had; files are damaged; a user's hourly limit is reached. */
const OUT_OF_RESOURCES = [
  1004, 1015, 1016, 1021, 1023, 1024, 1026, 1030, 1033, 1034, 1035, 1041, 1114, 1135, 1180, 1181,
  1194, 1195, 1197, 1206, 1226, 1637, 1712,
];
/** The server or the session ends, or the statement reached the server's time limit. */
const ENDED = [1077, 1078, 1080, 3024, 3032, 3168, 3169, 4031];
/** The user lost rights or must change the password, or the database was dropped. */
const ACCESS_DENIED = [1044, 1049, 1142, 1143, 1227, 1820];

const READ_ONLY_NUMBERS = new Set<unknown>(READ_ONLY);
const UNAVAILABLE_NUMBERS = new Set<unknown>(
  [READ_ONLY, OUT_OF_RESOURCES, ENDED, ACCESS_DENIED].flat(),
);
/** Waiting for a lock took too long, or the row changed since the snapshot (MariaDB). Deadlocks have state 40. */
const RETRYABLE_NUMBERS = new Set<unknown>([1020, 1205]);
const DUPLICATE_KEY = 1062;

/** Whether the cause is the server or the way to it. The program's defects are all other errors. */
export function isUnavailable(error: unknown): boolean {
  const cause = driverErrorOf(error);
  if (cause instanceof ConnectionFailed) return true;
  const { errno, sqlState = '', fatal } = cause;
  if (errno === PACKET_TOO_LARGE) return false;
  return fatal === true || UNAVAILABLE_STATES.test(sqlState) || UNAVAILABLE_NUMBERS.has(errno);
}

/** Whether the server refuses to write on this connection, so that another one may lead to a server that writes. */
export function isReadOnly(error: unknown): boolean {
  return READ_ONLY_NUMBERS.has(driverErrorOf(error).errno);
}

export function isRetryable(error: unknown): boolean {
  const { errno, sqlState = '' } = driverErrorOf(error);
  return sqlState.startsWith('40') || RETRYABLE_NUMBERS.has(errno);
}

export function isDuplicateKey(error: unknown): boolean {
  return driverErrorOf(error).errno === DUPLICATE_KEY;
}

/** TypeORM keeps the error of the driver as `driverError`. */
function driverErrorOf(error: unknown): Partial<MySqlError> {
  if (!(error instanceof Error)) return {};
  return 'driverError' in error ? driverErrorOf(error.driverError) : error;
}
