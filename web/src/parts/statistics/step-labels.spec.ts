import { describe, expect, it } from '@jest/globals';
import { chooseTicks, labelSteps } from './step-labels.js';

describe(labelSteps.name, () => {
  it('names the local time of the server, whatever zone the browser is in', () => {
    const [step] = labelSteps(['2026-11-01T00:00:00+13:45'], 'day');
    expect(step).toEqual({ short: 'Nov 1', long: 'Sun, Nov 1, 2026' });
  });

  it('tells an hour that occurs twice by its offset', () => {
    const starts = ['2026-10-25T01:00:00+02:00', '2026-10-25T02:00:00+02:00'];
    const labels = labelSteps([...starts, '2026-10-25T02:00:00+01:00'], 'hour');
    expect(labels.map(({ short }) => short)).toEqual(['01:00', '02:00', '02:00']);
    expect(labels.map(({ long }) => long.replaceAll(' ', ' '))).toEqual([
      'Oct 25, 2026, 1:00 AM',
      'Oct 25, 2026, 2:00 AM (+02:00)',
      'Oct 25, 2026, 2:00 AM (+01:00)',
    ]);
  });

  it('names weeks by their first day, and months', () => {
    expect(labelSteps(['2026-10-26T00:00:00Z'], 'week')[0]?.long).toBe('Week of Oct 26, 2026');
    expect(labelSteps(['2026-10-01T00:00:00Z'], 'month')[0]?.long).toBe('October 2026');
  });
});

describe(chooseTicks.name, () => {
  it('labels the midnights of many hours', () => {
    const starts = Array.from({ length: 72 }, (_, hour) =>
      new Date(Date.UTC(2026, 9, 1, hour)).toISOString(),
    );
    expect([...(chooseTicks(starts, 'hour') ?? [])]).toEqual([0, 24, 48]);
    expect(chooseTicks(starts.slice(0, 48), 'hour')).toBeUndefined();
    expect(chooseTicks(starts, 'day')).toBeUndefined();
  });
});
