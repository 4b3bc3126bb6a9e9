import config, { project } from './jest.config.js';

/** `npm run test:scale`: what takes too long for each run of the tests. One suite after the other, as each needs the machine. */
export default {
  ...config,
  projects: [project('scale', ['test/scale/**/*.spec.ts'], 'global-setup')],
  maxWorkers: 1,
};
