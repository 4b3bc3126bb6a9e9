import { describe, expect, it } from '@jest/globals';
import { getLinkState } from './link-state.js';

const unlimited = { disabled: false, validFromMs: null, expiresAtMs: null, maxClicks: null };

describe(getLinkState.name, () => {
  it.each([
    ['active', unlimited, 0],
    ['scheduled', { ...unlimited, validFromMs: 1000 }, 999],
    ['active', { ...unlimited, validFromMs: 1000 }, 1000],
    ['active', { ...unlimited, expiresAtMs: 1000 }, 999],
    ['expired', { ...unlimited, expiresAtMs: 1000 }, 1000],
    ['disabled', { ...unlimited, disabled: true, validFromMs: 5000, expiresAtMs: 1000 }, 1000],
    ['active', { ...unlimited, maxClicks: 8 }, 0],
    ['exhausted', { ...unlimited, maxClicks: 7 }, 0],
    ['scheduled', { ...unlimited, maxClicks: 7, validFromMs: 1000 }, 0],
    ['expired', { ...unlimited, maxClicks: 7, expiresAtMs: 1000 }, 1000],
  ])('returns %s for %j at %i after 7 redirects', (state, link, nowMs) =>
    expect(getLinkState(link, 7, nowMs)).toBe(state),
  );
});
