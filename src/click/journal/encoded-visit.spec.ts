import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { someVisits } from '../../../test/support/visit-arbitraries.js';
import { anonymousVisit } from '../visit/visit.js';
import { decodeVisit, EncodedVisit } from './encoded-visit.js';

const TEXT = 'human\t281474976710655\texample.com\tDE\tChrome\tWindows\tdesktop';
const FIELDS = TEXT.split('\t');

const textWith = (index: number, field: string): string => FIELDS.with(index, field).join('\t');

describe(EncodedVisit.name, () => {
  it('is a text that is read as the visit, whatever is known of it', () => {
    fc.assert(
      fc.property(someVisits, (visit) => {
        const { text } = new EncodedVisit(visit);
        expect(decodeVisit(text)).toEqual(visit);
        expect(text).not.toContain('\n');
      }),
    );
  });

  it('has nothing in the place of what is not known', () => {
    expect(new EncodedVisit(anonymousVisit('bot')).text).toBe('bot\t\t\t\t\t\t');
  });
});

describe(decodeVisit.name, () => {
  it('reads a text', () => {
    expect(decodeVisit(TEXT)).toEqual({
      class: 'human',
      visitor: 2 ** 48 - 1,
      referrer: 'example.com',
      country: 'DE',
      browser: 'Chrome',
      operatingSystem: 'Windows',
      device: 'desktop',
    });
  });

  it.each([
    ['too many fields', `${TEXT}\tmore`],
    ['too few fields', FIELDS.slice(0, -1).join('\t')],
    ['two texts in one', `${TEXT}${TEXT}`],
    ['nothing', ''],
    ['only tabs', '\t'.repeat(6)],
    ['garbage', '\u0000\uFFFD%PDF-1.7'],
    ['a negative visitor', textWith(1, '-3')],
    ['a visitor that is no number', textWith(1, 'seven')],
    ['a visitor in hex', textWith(1, '0x7')],
    ['a fraction', textWith(1, '1.5')],
    ['an exponent', textWith(1, '1e3')],
    ['a blank in a number', textWith(1, ' 3')],
    ['a huge visitor', textWith(1, '9'.repeat(16))],
    ['a class that is none', textWith(0, 'alien')],
    ['a class by inheritance', textWith(0, 'constructor')],
    ['no class', textWith(0, '')],
    ['a device that is none', textWith(6, 'deskt')],
    ['zeros within a name', textWith(2, `exam${'\0'.repeat(512)}`)],
  ])('does not read %s', (_what, text) => {
    expect(decodeVisit(text)).toBeUndefined();
  });
});
