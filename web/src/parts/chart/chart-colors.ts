/** The custom properties of `chart.css`. */
const PROPERTIES = {
  first: '--chart-first',
  hover: '--chart-hover',
  second: '--chart-second',
  before: '--chart-before',
  line: '--chart-line',
  text: '--chart-text',
  tooltip: '--chart-tooltip',
  tooltipText: '--chart-tooltip-text',
} as const;

export type ChartColors = Readonly<Record<keyof typeof PROPERTIES | 'fontFamily', string>>;

/** Reads the colours as the theme makes them; a canvas does not know `light-dark()` and `var()`. */
export function readChartColors(parent: HTMLElement): ChartColors {
  const probe = document.createElement('span');
  probe.className = 'chart-probe';
  parent.append(probe);
  const colors = Object.entries(PROPERTIES).map(([name, property]) => {
    probe.style.color = `var(${property})`;
    return [name, getComputedStyle(probe).color];
  });
  const { fontFamily } = getComputedStyle(parent);
  probe.remove();
  return { ...(Object.fromEntries(colors) as ChartColors), fontFamily };
}

const SCHEMES = ['(prefers-color-scheme: dark)', '(forced-colors: active)'];

/** Calls back when the system changes its colours. Returns what ends that. */
export function onSchemeChange(callback: () => void): () => void {
  const queries = SCHEMES.map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', callback);
  return () => {
    for (const query of queries) query.removeEventListener('change', callback);
  };
}
