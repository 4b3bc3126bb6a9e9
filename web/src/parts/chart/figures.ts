import { formatNumber } from '../../format.js';
import { text } from '../../text/en.js';

export interface StepLabel {
  /** For an axis. */
  readonly short: string;
  /** For a tooltip or a table. */
  readonly long: string;
}

export interface ChartSeries {
  readonly name: string;
  readonly values: readonly number[];
  readonly kind: 'bar' | 'line';
  readonly color: 'first' | 'second' | 'before';
  /** The steps of a series of another period. */
  readonly steps?: readonly StepLabel[];
}

/** What a chart and the table beside it show. Bars are stacked. */
export interface Figures {
  /** What is counted, such as `Clicks per day`. */
  readonly what: string;
  readonly steps: readonly StepLabel[];
  readonly series: readonly ChartSeries[];
  /** The steps that have a label on the axis; without it, as many as there is space for. */
  readonly ticks?: ReadonlySet<number>;
}

/** Says the figures of a chart to people who do not see it. */
export function describeFigures({ what, steps, series }: Figures): string {
  const { sentence, sentenceMost, sentenceBefore } = text.statistics;
  const sums = steps.map((_, index) =>
    series.reduce((sum, { kind, values }) => sum + (kind === 'bar' ? (values[index] ?? 0) : 0), 0),
  );
  const total = add(sums);
  const most = Math.max(0, ...sums);
  const before = series.find(({ kind }) => kind === 'line');
  const [first, last] = [steps[0]?.long ?? '', steps.at(-1)?.long ?? ''];
  return [
    sentence(what, first, last, formatNumber(total)),
    most > 0 && sentenceMost(formatNumber(most), steps[sums.indexOf(most)]?.long ?? ''),
    before !== undefined && sentenceBefore(formatNumber(add(before.values))),
  ]
    .filter((part) => part !== false)
    .join(' ');
}

export function add(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
