import type { Unit } from '../../period.js';
import { text } from '../../text/en.js';
import type { ChartSeries, Figures } from '../chart/figures.js';
import { chooseTicks, labelSteps } from './step-labels.js';
import type { Stats } from './use-statistics.js';

type Series = Pick<Stats, 'series'>;

/** Makes the bars of a period, stacked if bots count, and the line of the period before it. */
export function toFigures(
  stats: Series,
  before: Series | undefined,
  unit: Unit,
  withBots: boolean,
): Figures {
  const words = text.statistics;
  const starts = stats.series.map(({ start }) => start);
  const humans: ChartSeries = {
    name: withBots ? words.humans : words.clicks,
    values: stats.series.map((step) => step.humans),
    kind: 'bar',
    color: 'first',
  };
  const bots: ChartSeries = {
    name: words.bots,
    values: stats.series.map((step) => step.bots),
    kind: 'bar',
    color: 'second',
  };
  const ticks = chooseTicks(starts, unit);
  return {
    what: words.perStep[unit],
    steps: labelSteps(starts, unit),
    series: [
      humans,
      ...(withBots ? [bots] : []),
      ...(before === undefined ? [] : [toLine(before, unit, withBots, starts.length)]),
    ],
    ...(ticks !== undefined && { ticks }),
  };
}

/** The steps of the two periods stand side by side, also if one has a step more. */
function toLine(before: Series, unit: Unit, withBots: boolean, length: number): ChartSeries {
  const steps = before.series.slice(0, length);
  return {
    name: text.statistics.before,
    values: steps.map(({ total, humans }) => (withBots ? total : humans)),
    kind: 'line',
    color: 'before',
    steps: labelSteps(
      steps.map(({ start }) => start),
      unit,
    ),
  };
}
