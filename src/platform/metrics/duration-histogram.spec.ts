import { describe, expect, it } from '@jest/globals';
import { DurationHistogram } from './duration-histogram.js';

describe(DurationHistogram.name, () => {
  it('counts each duration in the first bucket that holds it, and in all above', () => {
    const histogram = new DurationHistogram([1, 10, 2500]);
    for (const ms of [0, 1, 1.5, 10, 2500, 2501]) histogram.observe(ms);
    const series = histogram
      .samples('x_seconds', { path: 'p' })
      .map(({ metricName, labels, value }) => [metricName, labels, value]);
    expect(series).toEqual([
      ['x_seconds_bucket', { path: 'p', le: '0.001' }, 2],
      ['x_seconds_bucket', { path: 'p', le: '0.01' }, 4],
      ['x_seconds_bucket', { path: 'p', le: '2.5' }, 5],
      ['x_seconds_bucket', { path: 'p', le: '+Inf' }, 6],
      ['x_seconds_sum', { path: 'p' }, 5.0135],
      ['x_seconds_count', { path: 'p' }, 6],
    ]);
  });

  it('has all its series before the first duration', () => {
    const values = new DurationHistogram([1]).samples('x_seconds').map(({ value }) => value);
    expect(values).toEqual([0, 0, 0, 0]);
  });
});
