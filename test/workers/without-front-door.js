// Loaded into an instance so that every request goes through Nest.
import { ShortcoreExpressAdapter } from '../../dist/src/http/express-adapter.js';

ShortcoreExpressAdapter.prototype.useFrontDoor = () => {};
