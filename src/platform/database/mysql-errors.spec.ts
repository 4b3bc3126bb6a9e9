import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { ConnectionFailed } from './connection-failed.js';
import { isDuplicateKey, isReadOnly, isRetryable, isUnavailable } from './mysql-errors.js';

/** As the driver makes it of what the server answers. */
function serverError(errno: number, sqlState: string): Error {
  return Object.assign(new Error('from the server'), { errno, sqlState });
}

/** As TypeORM throws it. */
function failed(error: Error): QueryFailedError {
  return new QueryFailedError('SELECT 1', [], error);
}

describe(isUnavailable.name, () => {
  it.each([
    ['too many connections', 1040, '08004'],
    ['a Galera node that is not ready', 1047, '08S01'],
    ['a shutdown', 1053, '08S01'],
    ['an aborted connection', 1152, '08S01'],
    ['a refused user', 1045, '28000'],
    ['a killed statement', 1317, '70100'],
    ['a killed connection on MariaDB', 1927, '70100'],
    ['the time limit of MariaDB', 1969, '70100'],
    ['the time limit of MySQL', 3024, 'HY000'],
    ['a dropped database', 1049, '42000'],
    ['no selected database', 1046, '3D000'],
    ['a revoked right', 1142, '42000'],
    ['an expired password', 1820, 'HY000'],
    ['an hourly limit', 1226, '42000'],
    ['a read-only server', 1290, 'HY000'],
    ['a read-only transaction', 1792, '25006'],
    ['a read-only mode', 1836, 'HY000'],
    ['a full disk', 1021, 'HY000'],
    ['a full table space', 1114, 'HY000'],
    ['an error of the storage engine', 1030, 'HY000'],
    ['little memory', 1037, 'HY001'],
    ['the offline mode', 3032, 'HY000'],
    ['an idle session that the server ends', 4031, 'HY000'],
  ])('holds for %s', (_name, errno, sqlState) => {
    expect(isUnavailable(failed(serverError(errno, sqlState)))).toBe(true);
  });

  it('holds for every failure to connect, and for every lost connection', () => {
    expect(isUnavailable(new ConnectionFailed(serverError(9999, 'HY000')))).toBe(true);
    expect(isUnavailable(failed(new ConnectionFailed(new Error('Pool is closed.'))))).toBe(true);
    expect(isUnavailable(failed(Object.assign(new Error('lost'), { fatal: true })))).toBe(true);
  });

  it.each([
    ['a syntax error', 1064, '42000'],
    ['an unknown column', 1054, '42S22'],
    ['an unknown table', 1146, '42S02'],
    ['a duplicate key', 1062, '23000'],
    ['NULL in a column without', 1048, '23000'],
    ['a text that is too long', 1406, '22001'],
    ['a number that is out of range', 1264, '22003'],
    ['a missing value', 1364, 'HY000'],
    ['mixed collations', 1267, 'HY000'],
    ['a statement that is too large', 1153, '08S01'],
  ])('does not hold for %s', (_name, errno, sqlState) => {
    expect(isUnavailable(failed(serverError(errno, sqlState)))).toBe(false);
  });

  it('does not hold for what is not of the database', () => {
    expect(isUnavailable(new TypeError('x is not a function'))).toBe(false);
    expect(isUnavailable('thrown')).toBe(false);
  });
});

describe(isRetryable.name, () => {
  it.each([
    [1213, '40001', true],
    [3101, '40000', true],
    [1205, 'HY000', true],
    [1020, 'HY000', true],
    [1062, '23000', false],
    [1317, '70100', false],
  ])('of %i (%s) is %s', (errno, sqlState, expected) => {
    expect(isRetryable(failed(serverError(errno, sqlState)))).toBe(expected);
  });
});

it('a duplicate key and a read-only server are recognised by their numbers', () => {
  expect(isDuplicateKey(failed(serverError(1062, '23000')))).toBe(true);
  expect(isDuplicateKey(failed(serverError(1022, '23000')))).toBe(false);
  expect(isReadOnly(failed(serverError(1836, 'HY000')))).toBe(true);
  expect(isReadOnly(failed(serverError(1062, '23000')))).toBe(false);
});
