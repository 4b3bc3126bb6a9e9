import { loadConfig } from './dist/src/config/config.js';

const DRAIN_TIMEOUT_MS = 15_000;
const START_TIMEOUT_MS = 15_000;
/** What an instance ends with that cannot start: a second try would end alike. */
const START_FAILED_EXIT_CODE = 78;

export const apps = [
  {
    name: 'shortcore',
    script: 'dist/src/main.js',
    exec_mode: 'cluster',
    instances: loadConfig().instances,
    wait_ready: true,
    listen_timeout: START_TIMEOUT_MS,
    kill_timeout: DRAIN_TIMEOUT_MS,
    stop_exit_codes: [0, START_FAILED_EXIT_CODE],
    exp_backoff_restart_delay: 100,
    // Standard output is the log: no second copy in files that nobody rotates.
    out_file: '/dev/null',
    error_file: '/dev/null',
  },
];
