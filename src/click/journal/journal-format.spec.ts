import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Clicks } from '../click.js';
import { bareVisit, CLICK_CLASSES, type Visit } from '../visit/visit.js';
import { ClicksDecoder, encodeClicks, encodeVisit } from './journal-format.js';

const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const aName = fc.stringMatching(/^[\w. -]{1,40}$/);
const aCount = fc.integer({ min: 0, max: 10 ** 15 - 1 });

const aVisit: fc.Arbitrary<Visit> = fc.record({
  class: fc.constantFrom(...CLICK_CLASSES),
  visitor: orNull(fc.integer({ min: 0, max: 2 ** 48 - 1 })),
  referrer: orNull(aName),
  country: orNull(fc.stringMatching(/^[A-Z]{2}$/)),
  browser: orNull(aName),
  operatingSystem: orNull(aName),
  device: orNull(fc.constantFrom('desktop', 'mobile', 'tablet', 'tv')),
});

const someClicks: fc.Arbitrary<Clicks> = fc.record({
  linkId: aCount,
  quarter: aCount,
  count: aCount,
  isLimited: fc.boolean(),
  visit: aVisit,
});

const LINE = '7\t1900000\t3\t1\thuman\t281474976710655\texample.com\tDE\tChrome\tWindows\tdesktop';
const FIELDS = LINE.split('\t');

function decode(line: string): Clicks | undefined {
  return new ClicksDecoder().decode(line);
}

function lineWith(index: number, field: string): string {
  return FIELDS.with(index, field).join('\t');
}

describe(encodeClicks.name, () => {
  it('writes a line that is read as what was written, whatever is known', () => {
    fc.assert(
      fc.property(someClicks, (clicks) => {
        expect(decode(encodeClicks(clicks, encodeVisit(clicks.visit)).slice(0, -1))).toEqual(
          clicks,
        );
      }),
    );
  });

  it('ends each entry with the only end of a line in it', () => {
    fc.assert(
      fc.property(someClicks, (clicks) => {
        const text = encodeClicks(clicks, encodeVisit(clicks.visit));
        expect(text.indexOf('\n')).toBe(text.length - 1);
      }),
    );
  });

  it('writes the same visit for other links, too', () => {
    const visit = bareVisit('bot');
    const entries = [1, 2].map((linkId) =>
      encodeClicks({ linkId, quarter: 5, count: 1, isLimited: false }, encodeVisit(visit)),
    );
    expect(entries).toEqual(['1\t5\t1\t0\tbot\t\t\t\t\t\t\n', '2\t5\t1\t0\tbot\t\t\t\t\t\t\n']);
  });
});

describe(ClicksDecoder.name, () => {
  it('reads a line', () => {
    expect(decode(LINE)).toEqual({
      linkId: 7,
      quarter: 1_900_000,
      count: 3,
      isLimited: true,
      visit: {
        class: 'human',
        visitor: 2 ** 48 - 1,
        referrer: 'example.com',
        country: 'DE',
        browser: 'Chrome',
        operatingSystem: 'Windows',
        device: 'desktop',
      },
    });
  });

  it('makes one object of visits that are written alike', () => {
    const decoder = new ClicksDecoder();
    const [one, same, other] = [LINE, lineWith(0, '8'), lineWith(5, '9')].map((line) =>
      decoder.decode(line),
    );
    expect(same?.visit).toBe(one?.visit);
    expect(other?.visit).not.toBe(one?.visit);
  });

  it('does not read a line of which fields are missing, wherever it was torn', () => {
    for (let length = 0; length <= LINE.lastIndexOf('\t'); length++) {
      const isComplete = LINE.slice(0, length).split('\t').length === FIELDS.length;
      if (!isComplete) expect(decode(LINE.slice(0, length))).toBeUndefined();
    }
  });

  it.each([
    ['too many fields', `${LINE}\tmore`],
    ['too few fields', FIELDS.slice(0, -1).join('\t')],
    ['two lines in one', `${LINE}${LINE}`],
    ['nothing', ''],
    ['only tabs', '\t'.repeat(10)],
    ['garbage', '\u0000\uFFFD%PDF-1.7'],
    ['zeros in place of a part', `${LINE.slice(0, 4)}${'\0'.repeat(512)}`],
    ['a negative link', lineWith(0, '-7')],
    ['a negative quarter', lineWith(1, '-1')],
    ['a negative count', lineWith(2, '-3')],
    ['a negative visitor', lineWith(5, '-3')],
    ['a link that is no number', lineWith(0, 'seven')],
    ['a link in hex', lineWith(0, '0x7')],
    ['a fraction', lineWith(2, '1.5')],
    ['an exponent', lineWith(2, '1e3')],
    ['a blank in a number', lineWith(2, ' 3')],
    ['no count', lineWith(2, '')],
    ['a link that no number of JavaScript is', lineWith(0, '9'.repeat(17))],
    ['a huge quarter', lineWith(1, '9'.repeat(400))],
    ['a huge count', lineWith(2, '9'.repeat(16))],
    ['a huge visitor', lineWith(5, '9'.repeat(16))],
    ['a flag that is none', lineWith(3, '2')],
    ['no flag', lineWith(3, '')],
    ['a class that is none', lineWith(4, 'alien')],
    ['a class by inheritance', lineWith(4, 'constructor')],
    ['no class', lineWith(4, '')],
    ['a device that is none', lineWith(10, 'deskt')],
    ['zeros within a name', lineWith(6, `exam${'\0'.repeat(512)}`)],
  ])('does not read %s', (_what, line) => {
    expect(decode(line)).toBeUndefined();
  });

  it('never throws, and tells only of whole numbers', () => {
    const decoder = new ClicksDecoder();
    const aField = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...FIELDS, ''));
    const aLine = fc.array(aField, { maxLength: 13 }).map((fields) => fields.join('\t'));
    fc.assert(
      fc.property(aLine, (line) => {
        const clicks = decoder.decode(line);
        const { linkId, quarter, count, visit } = clicks ?? {};
        for (const number of [linkId, quarter, count, visit?.visitor ?? 0]) {
          if (clicks !== undefined) expect(Number.isSafeInteger(number)).toBe(true);
        }
      }),
    );
  });
});
