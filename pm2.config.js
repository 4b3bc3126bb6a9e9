import { loadConfig } from './dist/src/platform/config/config.js';
import { START_FAILED_EXIT_CODE } from './dist/src/platform/config/start-error.js';

const DRAIN_TIMEOUT_MS = 15_000;
const START_TIMEOUT_MS = 15_000;

export const apps = [
  {
    name: 'shortcore',
    script: 'dist/src/main.js',
    exec_mode: 'cluster',
    instances: loadConfig().instances,
    wait_ready: true,
    listen_timeout: START_TIMEOUT_MS,
    kill_timeout: DRAIN_TIMEOUT_MS,
    // A second try would end alike. Not 0: so PM2 calls the end of an instance that was killed, too.
    stop_exit_codes: [START_FAILED_EXIT_CODE],
    exp_backoff_restart_delay: 100,
    // Standard output is the log: no second copy in files that nobody rotates.
    out_file: '/dev/null',
    error_file: '/dev/null',
  },
];
