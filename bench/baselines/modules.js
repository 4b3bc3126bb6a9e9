// An instance of the program's modules, each of which is loaded on its own.
import { built } from '../built.js';

/** @type {typeof import('../../src/instance.js')} */
const { runInstance } = await built('instance.js');
await runInstance();
