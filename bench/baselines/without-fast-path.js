// An instance in which every request goes through Nest.
import { built } from '../built.js';

/** @type {typeof import('../../src/platform/http/express-adapter.js')} */
const { ShortcoreExpressAdapter } = await built('platform/http/express-adapter.js');
ShortcoreExpressAdapter.prototype.useFastPath = () => {};

await import('./modules.js');
