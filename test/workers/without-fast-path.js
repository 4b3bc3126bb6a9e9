// Loaded into an instance so that every request goes through Nest.
import { ShortcoreExpressAdapter } from '../../dist/src/platform/http/express-adapter.js';

ShortcoreExpressAdapter.prototype.useFastPath = () => {};
