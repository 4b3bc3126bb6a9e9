import 'reflect-metadata';
import { exitInstanceWithStartFailure } from './platform/config/start-error.js';
import { runInstance } from './instance.js';

await runInstance().catch(exitInstanceWithStartFailure);
