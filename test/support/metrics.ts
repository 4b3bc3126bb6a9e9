import { TEST_API_KEY } from './environment.js';
import { eventually } from './eventually.js';

/** One line of the text format of Prometheus. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_]\w*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** @throws for a line that is no series and no comment. */
export function parseMetrics(text: string): Series[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [, name = '', labels = '', value = ''] = LINE.exec(line) ?? [];
    if (name === '') throw new Error(`no series: ${line}`);
    const pairs = Array.from(labels.matchAll(LABEL), ([, label = '', text = '']) => [label, text]);
    return { name, labels: Object.fromEntries(pairs), value: Number(value) };
  });
}

/** @param credentials those of the admin if they are not given. */
export function scrape(
  url: string,
  credentials: Readonly<Record<string, string>> = { Authorization: `Bearer ${TEST_API_KEY}` },
): Promise<Response> {
  return fetch(`${url}/metrics`, { headers: credentials });
}

/** @throws when the answer is no 200. */
export async function readMetrics(url: string): Promise<Series[]> {
  const response = await scrape(url);
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return parseMetrics(await response.text());
}

/** Asks again while instances answer too late, as they may on a busy machine. */
export async function readMetricsOf(
  instanceCount: number,
  read: () => Promise<Series[]>,
): Promise<Series[]> {
  let series: Series[] = [];
  await eventually(async () => {
    series = await read();
    return instancesIn(series).length === instanceCount;
  });
  return series;
}

/** The sum of the series with this name and these labels. */
export function sumOf(
  series: readonly Series[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  return series
    .filter((each) => each.name === name)
    .filter((each) => Object.entries(labels).every(([key, text]) => each.labels[key] === text))
    .reduce((sum, { value }) => sum + value, 0);
}

/** The instances of which there are series, in order. */
export function instancesIn(series: readonly Series[]): string[] {
  return [...new Set(series.map(({ labels }) => labels['instance'] ?? 'none'))].toSorted();
}
