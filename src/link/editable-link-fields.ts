import type { Link } from './link.entity.js';

/** The columns that a person can set. */
export type EditableLinkFields = Pick<
  Link,
  | 'url'
  | 'title'
  | 'tags'
  | 'externalId'
  | 'redirectStatus'
  | 'cacheSeconds'
  | 'forwardQuery'
  | 'validFromMs'
  | 'expiresAtMs'
  | 'disabled'
  | 'maxClicks'
>;
