import type { LinkState } from './link-state.js';

const ENABLED = 'NOT link.disabled';
/** A value, not a subquery that MySQL could turn into a join, which may lose the order of an index. */
const REDIRECTS =
  '(SELECT counted.redirects FROM link_clicks counted WHERE counted.linkId = link.id)';
const UNEXHAUSTED = `(link.maxClicks IS NULL OR link.maxClicks > COALESCE(${REDIRECTS}, 0))`;

/** `stateOf` in `link-state.ts` says the same of one link. In SQL, of the table `link`. */
export function stateConditions(nowMs: number): Readonly<Record<LinkState, string>> {
  const unexpired = `(link.expiresAtMs IS NULL OR link.expiresAtMs > ${nowMs})`;
  const started = `(link.validFromMs IS NULL OR link.validFromMs <= ${nowMs})`;
  return {
    disabled: 'link.disabled',
    expired: `${ENABLED} AND NOT ${unexpired}`,
    scheduled: `${ENABLED} AND ${unexpired} AND NOT ${started}`,
    exhausted: `${ENABLED} AND ${unexpired} AND ${started} AND NOT ${UNEXHAUSTED}`,
    active: `${ENABLED} AND ${unexpired} AND ${started} AND ${UNEXHAUSTED}`,
  };
}
