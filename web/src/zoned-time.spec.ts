import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toInstant, toLocalTime } from './zoned-time.js';

describe(toInstant.name, () => {
  it.each([
    ['2026-07-01T12:00', 'UTC', '2026-07-01T12:00:00.000Z'],
    ['2026-07-01T12:00', 'Europe/Berlin', '2026-07-01T10:00:00.000Z'],
    ['2026-12-01T12:00', 'Europe/Berlin', '2026-12-01T11:00:00.000Z'],
    ['2026-12-01T12:00', 'Asia/Kathmandu', '2026-12-01T06:15:00.000Z'],
    ['2026-12-01T00:00', 'Pacific/Kiritimati', '2026-11-30T10:00:00.000Z'],
  ])('%s in %s is %s', (local, zone, instant) => {
    expect(toInstant(local, zone)).toBe(instant);
    expect(toLocalTime(instant, zone)).toBe(local);
  });

  it('moves a time that the clock skips by what it skips', () => {
    expect(toInstant('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  });

  it('takes the first of two times', () => {
    expect(toInstant('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
  });

  it.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tehran'])(
    'reads what it shows in %s',
    (zone) => {
      const minutes = fc.integer({ min: 0, max: 60 * 24 * 365 * 60 });
      fc.assert(
        fc.property(minutes, (minute) => {
          const local = toLocalTime(new Date(minute * 60_000).toISOString(), zone);
          expect(toLocalTime(toInstant(local, zone), zone)).toBe(local);
        }),
      );
    },
  );
});
