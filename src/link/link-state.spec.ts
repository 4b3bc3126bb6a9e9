import { describe, expect, it } from '@jest/globals';
import { stateOf } from './link-state.js';

const always = { disabled: false, validFromMs: null, expiresAtMs: null };

describe(stateOf.name, () => {
  it.each([
    ['active', always, 0],
    ['scheduled', { ...always, validFromMs: 1000 }, 999],
    ['active', { ...always, validFromMs: 1000 }, 1000],
    ['active', { ...always, expiresAtMs: 1000 }, 999],
    ['expired', { ...always, expiresAtMs: 1000 }, 1000],
    ['disabled', { disabled: true, validFromMs: 5000, expiresAtMs: 1000 }, 1000],
  ])('is %s for %j at %i', (state, link, nowMs) => expect(stateOf(link, nowMs)).toBe(state));
});
