import { describe, expect, it } from '@jest/globals';
import { DurationHistogram } from '../platform/metrics/duration-histogram.js';
import { MetricsRegistry } from '../platform/metrics/metrics-registry.js';
import { INSTANCE_REPORT, type InstanceReport } from './instance-report.js';
import { renderReports } from './render-reports.js';

const HELP = 'What it is.';

function reportOf(instance: string, value: number): InstanceReport {
  const durations = new DurationHistogram([1]);
  durations.observe(value);
  return {
    instance,
    metrics: [
      { name: 'a_total', help: HELP, type: 'counter', values: [{ labels: { path: 'p' }, value }] },
      { name: 'b_seconds', help: HELP, type: 'histogram', values: durations.samples('b_seconds') },
    ],
  };
}

describe(renderReports.name, () => {
  it('names each metric once, with the series of each instance', async () => {
    expect((await renderReports([reportOf('x', 1), reportOf('y', 2)])).split('\n')).toEqual([
      '# HELP a_total What it is.',
      '# TYPE a_total counter',
      'a_total{instance="x",path="p"} 1',
      'a_total{instance="y",path="p"} 2',
      '',
      '# HELP b_seconds What it is.',
      '# TYPE b_seconds histogram',
      'b_seconds_bucket{instance="x",le="0.001"} 1',
      'b_seconds_bucket{instance="x",le="+Inf"} 1',
      'b_seconds_sum{instance="x"} 0.001',
      'b_seconds_count{instance="x"} 1',
      'b_seconds_bucket{instance="y",le="0.001"} 0',
      'b_seconds_bucket{instance="y",le="+Inf"} 1',
      'b_seconds_sum{instance="y"} 0.002',
      'b_seconds_count{instance="y"} 1',
      '',
    ]);
  });

  it('escapes what is in a label', async () => {
    const values = [{ labels: { route: 'a"b\\c\nd' }, value: 1 }];
    const report = { instance: 'x', metrics: [{ name: 'a', help: HELP, type: 'gauge', values }] };
    expect(await renderReports([report])).toContain('route="a\\"b\\\\c\\nd"');
  });
});

describe('INSTANCE_REPORT', () => {
  it('accepts what an instance sends, as JSON', async () => {
    const metrics = await new MetricsRegistry().collect();
    const sent = JSON.parse(JSON.stringify({ instance: 'x', metrics }));
    const received = INSTANCE_REPORT.parse(sent);
    expect(await renderReports([received])).toBe(await renderReports([{ instance: 'x', metrics }]));
  });

  it.each([
    ['a name that is none', { name: 'a b', help: HELP, type: 'gauge', values: [] }],
    ['an unknown type', { name: 'a', help: HELP, type: 'x', values: [] }],
    [
      'a value that is no number',
      { name: 'a', help: HELP, type: 'gauge', values: [{ labels: {}, value: '1' }] },
    ],
    ['no values', { name: 'a', help: HELP, type: 'gauge' }],
  ])('refuses %s', (_what, metric) => {
    expect(INSTANCE_REPORT.safeParse({ instance: 'x', metrics: [metric] }).success).toBe(false);
  });
});
