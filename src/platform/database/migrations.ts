import { InitialSchema1795400000000 } from './migrations/1795400000000-initial-schema.js';
import { Cluster1795500000000 } from './migrations/1795500000000-cluster.js';
import { Clicks1795600000000 } from './migrations/1795600000000-clicks.js';
import { Idempotency1795690000000 } from './migrations/1795690000000-idempotency.js';
import { ApiKeys1795700000000 } from './migrations/1795700000000-api-keys.js';
import { RateLimits1795710000000 } from './migrations/1795710000000-rate-limits.js';
import { Lists1795720000000 } from './migrations/1795720000000-lists.js';
import { StandardNames1795800000000 } from './migrations/1795800000000-standard-names.js';
import { NewestTime1795810000000 } from './migrations/1795810000000-newest-time.js';
import { PendingChanges1795820000000 } from './migrations/1795820000000-pending-changes.js';
import { SearchText1795910000000 } from './migrations/1795910000000-search-text.js';
import { BootstrapApiKey1795920000000 } from './migrations/1795920000000-bootstrap-api-key.js';
import { NotesAndCreators1796010000000 } from './migrations/1796010000000-notes-and-creators.js';
import { LastClicks1796011000000 } from './migrations/1796011000000-last-clicks.js';
import { Sessions1796020000000 } from './migrations/1796020000000-sessions.js';
import { ExpiredUrl1796021000000 } from './migrations/1796021000000-expired-url.js';

/** In the order in which they run. Append only. */
export const MIGRATIONS = [
  InitialSchema1795400000000,
  Cluster1795500000000,
  Clicks1795600000000,
  Idempotency1795690000000,
  ApiKeys1795700000000,
  RateLimits1795710000000,
  Lists1795720000000,
  StandardNames1795800000000,
  NewestTime1795810000000,
  PendingChanges1795820000000,
  SearchText1795910000000,
  BootstrapApiKey1795920000000,
  NotesAndCreators1796010000000,
  LastClicks1796011000000,
  Sessions1796020000000,
  ExpiredUrl1796021000000,
];
