// Baseline of the fast path: an instance in which every request takes the Nest route.
import { importBuilt } from '../built.js';

/** @type {typeof import('../../src/platform/http/express-adapter.js')} */
const { ShortcoreExpressAdapter } = await importBuilt('platform/http/express-adapter.js');
ShortcoreExpressAdapter.prototype.useFastPath = () => {};

await import('./modules.js');
