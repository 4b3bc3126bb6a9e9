import fc from 'fast-check';
import { CLICK_CLASSES, type Visit } from '../../src/click/visit/visit.js';

const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const name = fc.stringMatching(/^[\w. -]{1,40}$/);

/** Visits with any combination of known facts. */
export const someVisits: fc.Arbitrary<Visit> = fc.record({
  class: fc.constantFrom(...CLICK_CLASSES),
  visitor: orNull(fc.integer({ min: 0, max: 2 ** 48 - 1 })),
  referrer: orNull(name),
  country: orNull(fc.stringMatching(/^[A-Z]{2}$/)),
  browser: orNull(name),
  operatingSystem: orNull(name),
  device: orNull(fc.constantFrom('desktop', 'mobile', 'tablet', 'tv')),
});
