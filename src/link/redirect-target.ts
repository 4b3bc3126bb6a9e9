import type { Link } from './link.entity.js';

/** The part of a link that a redirect needs: what instances keep in memory. */
export type RedirectTarget = Pick<
  Link,
  | 'key'
  | 'url'
  | 'redirectStatus'
  | 'cacheSeconds'
  | 'forwardQuery'
  | 'validFromMs'
  | 'expiresAtMs'
  | 'disabled'
  | 'deletedAtMs'
>;

export const REDIRECT_TARGET_COLUMNS = {
  key: true,
  url: true,
  redirectStatus: true,
  cacheSeconds: true,
  forwardQuery: true,
  validFromMs: true,
  expiresAtMs: true,
  disabled: true,
  deletedAtMs: true,
} as const satisfies Record<keyof RedirectTarget, true>;
