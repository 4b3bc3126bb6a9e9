/** The key with the scope `admin` that every test database has. */
export const TEST_API_KEY = 'test-admin-key-0123456789';

/**
 * What a program under test finds in its environment, and nothing else.
 * @param {{ readonly url: string, readonly directory: string }} database
 * @param {Readonly<Record<string, string>>} variables
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentFor(database, variables = {}) {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    DATABASE_URL: database.url,
    DATA_DIR: database.directory,
    ADMIN_API_KEY: TEST_API_KEY,
    HOST: '127.0.0.1',
    // The servers of tests are up; what a test makes unreachable stays so.
    DATABASE_WAIT_SECONDS: '0',
    // Tests send more requests than callers.
    RATE_LIMIT_PER_MINUTE: '0',
    ...variables,
  };
}
