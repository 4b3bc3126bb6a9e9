// Baseline of the start time: an instance that loads each module from its own file, without the bundle.
import { importBuilt } from '../built.js';

/** @type {typeof import('../../src/instance.js')} */
const { runInstance } = await importBuilt('instance.js');
await runInstance();
