import { watchInstances } from './dist/src/commands/watch-instances.js';
import { loadConfig } from './dist/src/platform/config/config.js';
import { getInstanceCount } from './dist/src/platform/config/instance-count.js';
import { getMemoryLimitMb } from './dist/src/platform/config/memory-limit.js';
import { START_FAILED_EXIT_CODE } from './dist/src/platform/config/start-error.js';

const DRAIN_TIMEOUT_MS = 15_000;
/** In a reload PM2 ends the old instance after this time even if the new one is not ready, as in an outage. */
const START_TIMEOUT_MS = 600_000;

const config = loadConfig();
const memoryLimitMb = getMemoryLimitMb(config);

watchInstances();

export const apps = [
  {
    name: 'shortcore',
    script: 'dist/src/main.js',
    exec_mode: 'cluster',
    instances: getInstanceCount(config).count,
    wait_ready: true,
    listen_timeout: START_TIMEOUT_MS,
    kill_timeout: DRAIN_TIMEOUT_MS,
    // PM2 looks every 30 s, and replaces an instance as a reload does.
    ...(memoryLimitMb !== undefined && { max_memory_restart: `${memoryLimitMb}M` }),
    // A restart would fail again. Not 0, which PM2 also reports for an instance that was killed.
    stop_exit_codes: [START_FAILED_EXIT_CODE],
    exp_backoff_restart_delay: 100,
    // Logs go to standard output only, because these files would not be rotated.
    out_file: '/dev/null',
    error_file: '/dev/null',
  },
];
