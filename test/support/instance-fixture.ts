import { afterAll, beforeAll } from '@jest/globals';
import { Api } from './api.js';
import type { MakeDatabase, TestDatabase } from './databases.js';
import { migrate, startInstance, type Instance } from './instance.js';

/** What a suite of end-to-end tests has at hand while it runs. */
export interface Running {
  readonly database: TestDatabase;
  readonly instance: Instance;
  readonly api: Api;
}

/** Starts a real instance on an empty database before the tests of a suite, and ends it after them. */
export function runningInstance(
  make: MakeDatabase,
  variables: Readonly<Record<string, string>> = {},
): Running {
  const running: { -readonly [K in keyof Running]?: Running[K] } = {};
  beforeAll(async () => {
    running.database = await make();
    await migrate(running.database, variables);
    running.instance = await startInstance(running.database, variables);
    running.api = await Api.of(running.instance);
  });
  afterAll(async () => {
    await running.instance?.stop();
    await running.database?.drop();
  });
  return running as Running;
}
