import 'reflect-metadata';
import { exitInstanceWithStartFailure } from './platform/config/start-error.js';
import { toStartFailure } from './platform/database/start-failure.js';
import { runInstance } from './instance.js';

await runInstance().catch((error: unknown) => exitInstanceWithStartFailure(toStartFailure(error)));
