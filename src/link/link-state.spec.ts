import { describe, expect, it } from '@jest/globals';
import { getLinkState } from './link-state.js';

const always = { disabled: false, validFromMs: null, expiresAtMs: null, maxClicks: null };

describe(getLinkState.name, () => {
  it.each([
    ['active', always, 0],
    ['scheduled', { ...always, validFromMs: 1000 }, 999],
    ['active', { ...always, validFromMs: 1000 }, 1000],
    ['active', { ...always, expiresAtMs: 1000 }, 999],
    ['expired', { ...always, expiresAtMs: 1000 }, 1000],
    ['disabled', { ...always, disabled: true, validFromMs: 5000, expiresAtMs: 1000 }, 1000],
    ['active', { ...always, maxClicks: 8 }, 0],
    ['exhausted', { ...always, maxClicks: 7 }, 0],
    ['scheduled', { ...always, maxClicks: 7, validFromMs: 1000 }, 0],
    ['expired', { ...always, maxClicks: 7, expiresAtMs: 1000 }, 1000],
  ])('is %s for %j at %i, after 7 redirects', (state, link, nowMs) =>
    expect(getLinkState(link, 7, nowMs)).toBe(state),
  );
});
