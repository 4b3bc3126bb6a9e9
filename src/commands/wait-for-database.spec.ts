import { describe, expect, it, jest } from '@jest/globals';
import { ConnectionFailed } from '../platform/database/connection-failed.js';
import { waitForDatabase } from './wait-for-database.js';

function failWith(cause: object): ConnectionFailed {
  return new ConnectionFailed(Object.assign(new Error('hush'), cause));
}

const AWAY = failWith({ code: 'ECONNREFUSED' });

describe(waitForDatabase.name, () => {
  it('connects as soon as the database is up, and says meanwhile that it is not', async () => {
    const report = jest.fn();
    const answers = [AWAY, AWAY, 'connected'];
    const connect = async (): Promise<unknown> => {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    };
    expect(await waitForDatabase(connect, 30, report, 1)).toBe('connected');
    expect(report.mock.calls).toEqual([
      ['DATABASE_URL: the database cannot be reached (ECONNREFUSED); waiting for at most 30 s'],
    ]);
  });

  it('gives up when the time is over', async () => {
    const connect = jest.fn(() => Promise.reject(AWAY));
    await expect(waitForDatabase(connect, 0.05, () => {}, 10)).rejects.toBe(AWAY);
    expect(connect.mock.calls.length).toBeGreaterThan(1);
  });

  it.each([
    ['a wrong password', failWith({ code: 'ER_ACCESS_DENIED_ERROR', sqlState: '28000' })],
    ['a database that does not exist', failWith({ code: 'ER_BAD_DB_ERROR', sqlState: '42000' })],
    ['a server without TLS', failWith({ code: 'HANDSHAKE_NO_SSL_SUPPORT' })],
    ['a certificate that is not accepted', failWith({ code: 'HANDSHAKE_SSL_ERROR' })],
    ['another error', new Error('defect')],
  ])('does not wait after %s', async (_name, error) => {
    const connect = jest.fn(() => Promise.reject(error));
    await expect(waitForDatabase(connect, 30, () => {}, 1)).rejects.toBe(error);
    expect(connect).toHaveBeenCalledTimes(1);
  });

  it('waits while the server takes no more connections', async () => {
    const tooMany = failWith({ code: 'ER_CON_COUNT_ERROR', sqlState: '08004' });
    const connect = jest.fn(() => Promise.resolve('connected'));
    connect.mockRejectedValueOnce(tooMany);
    expect(await waitForDatabase(connect, 30, () => {}, 1)).toBe('connected');
  });
});
