import { useEffect, useRef, useState } from 'preact/hooks';
import { settings } from '../../settings.js';
import { text } from '../../text/en.js';
import { onSchemeChange, readChartColors } from './chart-colors.js';
import type { Drawing } from './draw.js';
import { describeFigures, type Figures } from './figures.js';
import { FiguresTable } from './figures-table.js';
import './chart.css';

interface ChartProps {
  readonly figures: Figures;
  readonly isTable?: boolean;
}

/** A chart, or the table of its figures. The code that draws is loaded when the first chart is shown. */
export function Chart({ figures, isTable = false }: ChartProps) {
  return (
    <div class="chart">
      {isTable ? <FiguresTable figures={figures} /> : <Drawn figures={figures} />}
      {!isTable && figures.series.length > 1 && <Legend figures={figures} />}
    </div>
  );
}

function Drawn({ figures }: { readonly figures: Figures }) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(figures);
  latest.current = figures;
  const [drawing, setDrawing] = useState<Drawing>();
  const { theme } = settings.value;

  useEffect(() => {
    const controller = new AbortController();
    let drawn: Drawing | undefined;
    const start = async (): Promise<void> => {
      const { draw } = await import('./draw.js');
      if (controller.signal.aborted || canvas.current === null || frame.current === null) return;
      const isMotionReduced = matchMedia('(prefers-reduced-motion: reduce)').matches;
      const colors = readChartColors(frame.current);
      drawn = draw(canvas.current, latest.current, colors, isMotionReduced);
      setDrawing(drawn);
    };
    void start();
    return () => {
      controller.abort();
      drawn?.destroy();
    };
  }, []);

  useEffect(() => {
    const update = (): void => {
      if (frame.current !== null) drawing?.update(latest.current, readChartColors(frame.current));
    };
    update();
    return onSchemeChange(update);
  }, [drawing, figures, theme]);

  return (
    <div class="chart-frame" ref={frame}>
      <canvas ref={canvas} role="img" aria-label={describeFigures(figures)} />
    </div>
  );
}

function Legend({ figures }: { readonly figures: Figures }) {
  return (
    <ul class="chart-legend" aria-label={text.statistics.clicks}>
      {figures.series.map(({ name, kind, color }) => (
        <li key={name}>
          <span class={`chart-key chart-key-${kind} chart-key-${color}`} />
          {name}
        </li>
      ))}
    </ul>
  );
}
