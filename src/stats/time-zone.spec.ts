import { describe, expect, it } from '@jest/globals';
import { canonicalizeZone, listOffsetSpans } from './time-zone.js';

const HOUR_MS = 3_600_000;

function describeSpans(
  zone: string,
  from: string,
  to: string,
): [from: string, to: string, hours: number][] {
  return listOffsetSpans(zone, Date.parse(from), Date.parse(to)).map(
    ({ fromMs, toMs, offsetMs }) => [
      new Date(fromMs).toISOString(),
      new Date(toMs).toISOString(),
      offsetMs / HOUR_MS,
    ],
  );
}

describe(canonicalizeZone.name, () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['AMERICA/PORT-AU-PRINCE', 'America/Port-au-Prince'],
    ['america/argentina/comodrivadavia', 'America/Argentina/ComodRivadavia'],
    ['utc', 'UTC'],
    ['etc/gmt+3', 'Etc/GMT+3'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['us/eastern', 'US/Eastern'],
    ['Europe/Kyiv', 'Europe/Kyiv'],
    ['EST5EDT', 'EST5EDT'],
  ])('returns the IANA spelling of %s', (text, zone) => expect(canonicalizeZone(text)).toBe(zone));

  it.each([
    '',
    ' ',
    'Z',
    '+01:00',
    '-03',
    '01:00',
    'UTC+1',
    'GMT+1',
    'PST',
    'junk',
    'Europe',
    'Europe/',
    'Europe/Berlin ',
    'Europe/Berlin\n',
    'Europe/Atlantis',
    'Aſia/Kolkata',
    '2026-01-01T00:00Z',
    '2026-01-01[Europe/Berlin]',
    'Etc/Unknown',
    'localtime',
    '../etc/passwd',
    '__proto__',
    'constructor',
    'x'.repeat(64),
    'x'.repeat(100_000),
  ])('returns undefined for %j', (text) => expect(canonicalizeZone(text)).toBeUndefined());
});

describe(listOffsetSpans.name, () => {
  it('returns a span between each two changes of the offset', () => {
    expect(describeSpans('Europe/Berlin', '2026-01-01T00:00Z', '2027-01-01T00:00Z')).toEqual([
      ['2026-01-01T00:00:00.000Z', '2026-03-29T01:00:00.000Z', 1],
      ['2026-03-29T01:00:00.000Z', '2026-10-25T01:00:00.000Z', 2],
      ['2026-10-25T01:00:00.000Z', '2027-01-01T00:00:00.000Z', 1],
    ]);
  });

  it('returns one span for a zone without changes', () => {
    expect(describeSpans('UTC', '1970-01-01T00:00Z', '2100-01-01T00:00Z')).toEqual([
      ['1970-01-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z', 0],
    ]);
  });

  it('starts a new span at the instant of a change', () => {
    expect(describeSpans('Europe/Berlin', '2026-03-29T01:00Z', '2026-03-29T02:00Z')).toEqual([
      ['2026-03-29T01:00:00.000Z', '2026-03-29T02:00:00.000Z', 2],
    ]);
  });

  it('does not include a change at the end of the period', () => {
    expect(describeSpans('Europe/Berlin', '2026-03-29T00:00Z', '2026-03-29T01:00Z')).toEqual([
      ['2026-03-29T00:00:00.000Z', '2026-03-29T01:00:00.000Z', 1],
    ]);
  });

  it('finds both changes around Ramadan', () => {
    expect(describeSpans('Africa/Casablanca', '2026-02-01T00:00Z', '2026-04-01T00:00Z')).toEqual([
      ['2026-02-01T00:00:00.000Z', '2026-02-15T02:00:00.000Z', 1],
      ['2026-02-15T02:00:00.000Z', '2026-03-22T02:00:00.000Z', 0],
      ['2026-03-22T02:00:00.000Z', '2026-04-01T00:00:00.000Z', 1],
    ]);
  });

  it('formats the offset', () => {
    const getOffset = (zone: string) => listOffsetSpans(zone, 0, 1).map(({ offset }) => offset);
    expect([getOffset('UTC'), getOffset('Asia/Kathmandu'), getOffset('America/Caracas')]).toEqual([
      ['+00:00'],
      ['+05:30'],
      ['-04:00'],
    ]);
  });
});
