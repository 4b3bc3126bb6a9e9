import 'reflect-metadata';
import { exitWithStartFailure } from './platform/config/start-error.js';
import { runInstance } from './instance.js';

await runInstance().catch(exitWithStartFailure);
