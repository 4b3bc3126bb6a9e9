import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartConfiguration,
  type ChartDataset,
} from 'chart.js';
import { formatCompact, formatNumber } from '../../format.js';
import type { ChartColors } from './chart-colors.js';
import type { ChartSeries, Figures } from './figures.js';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

const FONT_SIZE = 12;
const ANIMATION_MS = 350;
/** From then on lines are thin, and bars without round corners. */
const MANY_STEPS = 60;

export interface Drawing {
  /** Draws other figures or colours at once. */
  update(figures: Figures, colors: ChartColors): void;
  destroy(): void;
}

/** Draws stacked bars, and a line for each series of another period. The canvas fills its parent. */
export function draw(
  canvas: HTMLCanvasElement,
  figures: Figures,
  colors: ChartColors,
  isMotionReduced: boolean,
): Drawing {
  const shown = { figures, colors };
  const chart = new Chart(canvas, {
    ...toConfiguration(shown),
    data: toData(shown),
  });
  chart.options.animation = isMotionReduced ? false : { duration: ANIMATION_MS };
  chart.update();
  return {
    update(figures, colors) {
      Object.assign(shown, { figures, colors });
      chart.data = toData(shown);
      chart.options = toConfiguration(shown).options ?? {};
      chart.update('none');
    },
    destroy: () => chart.destroy(),
  };
}

interface Shown {
  readonly figures: Figures;
  readonly colors: ChartColors;
}

type Mixed = ChartDataset<'bar' | 'line', number[]>;

function toData({ figures, colors }: Shown) {
  return {
    labels: figures.steps.map(({ short }) => short),
    datasets: figures.series.map((series, index) => toDataset(series, index, figures, colors)),
  };
}

function toDataset(
  series: ChartSeries,
  index: number,
  { series: all }: Figures,
  colors: ChartColors,
): Mixed {
  const color = colors[series.color];
  if (series.kind === 'line') {
    return {
      type: 'line',
      label: series.name,
      data: [...series.values],
      borderColor: color,
      backgroundColor: color,
      borderWidth: series.values.length > MANY_STEPS ? 1 : 1.5,
      borderDash: [3, 4],
      pointRadius: series.values.length === 1 ? 3 : 0,
      pointHitRadius: 12,
      cubicInterpolationMode: 'monotone',
      stack: `line-${index}`,
      order: -1,
    };
  }
  const isTop = all.slice(index + 1).every(({ kind }) => kind === 'line');
  return {
    type: 'bar',
    label: series.name,
    data: [...series.values],
    backgroundColor: color,
    hoverBackgroundColor: colors.hover,
    borderRadius: isTop && series.values.length <= MANY_STEPS ? { topLeft: 4, topRight: 4 } : 0,
    borderSkipped: false,
    maxBarThickness: 36,
    categoryPercentage: 0.86,
    barPercentage: 0.92,
    stack: 'bars',
  };
}

function toConfiguration(
  shown: Shown,
): Pick<ChartConfiguration<'bar' | 'line', number[]>, 'type' | 'options'> {
  const { figures, colors } = shown;
  const font = { family: colors.fontFamily, size: FONT_SIZE };
  return {
    type: 'bar',
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      interaction: { mode: 'index', intersect: false },
      layout: { padding: { top: 8 } },
      scales: {
        x: {
          stacked: true,
          border: { color: colors.line },
          grid: { display: false },
          ticks: {
            color: colors.text,
            font,
            maxRotation: 0,
            autoSkipPadding: 20,
            autoSkip: figures.ticks === undefined,
            callback: (_, index) =>
              figures.ticks === undefined || figures.ticks.has(index)
                ? (figures.steps[index]?.short ?? '')
                : null,
          },
        },
        y: {
          stacked: true,
          beginAtZero: true,
          suggestedMax: 4,
          border: { display: false },
          grid: { color: colors.line, tickLength: 0 },
          ticks: {
            color: colors.text,
            font,
            precision: 0,
            maxTicksLimit: 5,
            padding: 10,
            callback: (value) => formatCompact(Number(value)),
          },
        },
      },
      plugins: {
        tooltip: {
          backgroundColor: colors.tooltip,
          titleColor: colors.tooltipText,
          bodyColor: colors.tooltipText,
          borderColor: colors.line,
          borderWidth: 1,
          cornerRadius: 8,
          padding: 12,
          boxPadding: 6,
          boxWidth: 8,
          boxHeight: 8,
          usePointStyle: true,
          titleFont: { ...font, weight: 'bold' },
          bodyFont: font,
          callbacks: {
            title: ([item]) => figures.steps[item?.dataIndex ?? 0]?.long ?? '',
            label: ({ datasetIndex, dataIndex }) =>
              toTooltipLine(figures.series[datasetIndex], dataIndex),
            labelPointStyle: () => ({ pointStyle: 'circle', rotation: 0 }),
          },
        },
      },
    },
  };
}

function toTooltipLine(series: ChartSeries | undefined, index: number): string {
  if (series === undefined) return '';
  const value = formatNumber(series.values[index] ?? 0);
  const step = series.steps?.[index]?.long;
  return ` ${value}  ${series.name}${step === undefined ? '' : ` (${step})`}`;
}
