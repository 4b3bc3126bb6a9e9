import type { LinkState } from '../link-state.js';

/** Where a page ended: the next begins behind this link. */
export interface PagePosition {
  readonly createdAtMs: number;
  readonly id: number;
}

export interface LinkQuery {
  readonly limit: number;
  readonly order: 'createdAt' | '-createdAt';
  readonly after?: PagePosition | undefined;
  /** All must match. */
  readonly tags: readonly string[];
  readonly search?: string | undefined;
  readonly state?: LinkState | undefined;
  readonly externalId?: string | undefined;
  readonly url?: string | undefined;
  readonly nowMs: number;
}
