import { availableParallelism } from 'node:os';

/** Nest 12 is ES modules only, so tests run as such: see the scripts in `package.json` for the flag that needs. */
const common = {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test', '<rootDir>/soak', '<rootDir>/web/src'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
};

/**
 * @param {string} displayName
 * @param {readonly string[]} testMatch
 * @param {string | undefined} globalSetup
 */
export function project(displayName, testMatch, globalSetup) {
  return {
    ...common,
    displayName,
    testMatch: testMatch.map((pattern) => `<rootDir>/${pattern}`),
    ...(globalSetup !== undefined && {
      globalSetup: `<rootDir>/test/support/${globalSetup}.js`,
      globalTeardown: '<rootDir>/test/support/global-teardown.js',
    }),
  };
}

const config = {
  projects: [
    project(
      'unit',
      [
        '{src,soak,web/src}/**/*.spec.ts',
        'test/{security,check-words,compose,documents,ports}.spec.ts',
      ],
      undefined,
    ),
    project('database', ['test/database/**/*.spec.ts'], 'global-setup'),
    project('e2e', ['test/e2e/**/*.spec.ts'], 'global-setup-e2e'),
    project('cluster', ['test/{cluster,protocol}/**/*.spec.ts'], 'global-setup'),
    project('browser', ['test/browser/**/*.spec.ts'], 'global-setup-browser'),
  ],
  testSequencer: '<rootDir>/test/support/sequencer.js',
  testTimeout: 120_000,
  // Most tests wait for instances, so two workers share a core.
  maxWorkers: 2 * availableParallelism(),
  // Modules of tests that are over stay in memory, which slows down those that come after them.
  workerIdleMemoryLimit: '400MB',
};

export default config;
