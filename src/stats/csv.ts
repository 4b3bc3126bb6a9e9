import type { StepDto } from './stats.dto.js';

const COLUMNS = ['start', 'total', 'humans', 'bots'] as const satisfies readonly (keyof StepDto)[];

/** RFC 4180, with a header. Times and numbers need no quotes. */
export function seriesAsCsv(series: readonly StepDto[]): string {
  const lines = series.map((step) => COLUMNS.map((name) => step[name]).join(','));
  return [COLUMNS.join(','), ...lines, ''].join('\r\n');
}
