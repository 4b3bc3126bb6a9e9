import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readBreakdown } from './breakdown-text.js';

const counts = fc.dictionary(
  fc.oneof(fc.domain(), fc.string({ unit: 'grapheme' }), fc.constant('')),
  fc.nat({ max: 2 ** 50 }),
  { noNullPrototype: true },
);
const breakdowns = fc.record(
  { referrer: counts, country: counts, browser: counts, operatingSystem: counts, device: counts },
  { requiredKeys: [], noNullPrototype: true },
);

function read(text: string): unknown {
  const all: Record<string, [string, number][]> = {};
  readBreakdown(text, (dimension, value, clicks) => (all[dimension] ??= []).push([value, clicks]));
  return all;
}

function expected(breakdown: object): unknown {
  return Object.fromEntries(
    Object.entries(JSON.parse(JSON.stringify(breakdown)) as Record<string, object>)
      .map(([dimension, values]) => [dimension, Object.entries(values)] as const)
      .filter(([, values]) => values.length > 0),
  );
}

describe(readBreakdown.name, () => {
  it('reads what JSON.stringify has made', () => {
    fc.assert(
      fc.property(breakdowns, (breakdown) => {
        expect(read(JSON.stringify(breakdown))).toEqual(expected(breakdown));
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['{}', '{"referrer":{}}', '{"referrer":{},"device":{"a":1}}'])('reads %s', (text) => {
    expect(read(text)).toEqual(expected(JSON.parse(text) as object));
  });
});
