import { afterAll, beforeAll } from '@jest/globals';
import { Api } from './api.js';
import { currentRun } from './current-run.js';
import type { MakeDatabase, TestDatabase } from './databases.js';
import { migrate, startInstance, untilReady, type Instance } from './instance.js';

/** What the tests of a suite have at hand. */
export interface Running {
  readonly database: TestDatabase;
  readonly instance: Instance;
  readonly api: Api;
}

export interface Shared {
  readonly database: Pick<TestDatabase, 'url' | 'directory'>;
  readonly instance: Pick<Instance, 'url'>;
  readonly api: Api;
}

type Writable<T> = { -readonly [K in keyof T]?: T[K] };

/** Starts an instance on a database of its own before the tests of a suite, and ends it after them. */
export function runningInstance(
  make: MakeDatabase,
  variables: Readonly<Record<string, string>> = {},
): Running {
  const running: Writable<Running> = {};
  beforeAll(async () => {
    // The migrations keep the length of keys, so that the template does not fit others.
    running.database = await make('KEY_LENGTH' in variables ? 'empty' : 'migrated');
    if ('KEY_LENGTH' in variables) await migrate(running.database, variables);
    running.instance = await startInstance(running.database, variables);
    running.api = await Api.of(running.instance);
  });
  afterAll(async () => {
    await running.instance?.stop();
    await running.database?.drop();
  });
  return running as Running;
}

/**
 * The instance of the whole run, with `TRUST_PROXY=loopback`. Other suites make links and keys through it at
 * the same time, so that a suite must not count on what it has not made.
 */
export function sharedInstance({ label }: Pick<MakeDatabase, 'label'>): Shared {
  const shared: Writable<Shared> = {};
  beforeAll(async () => {
    const info = currentRun().instances[label];
    if (info === undefined) throw new Error(`no shared instance runs on ${label}`);
    await untilReady(info.url);
    shared.database = { url: info.databaseUrl, directory: info.directory };
    shared.instance = { url: info.url };
    shared.api = await Api.of(shared.instance);
  });
  return shared as Shared;
}
