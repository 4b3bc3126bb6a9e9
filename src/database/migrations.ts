import { InitialSchema1795400000000 } from './migrations/1795400000000-initial-schema.js';

/** In the order in which they run. */
export const MIGRATIONS = [InitialSchema1795400000000];
