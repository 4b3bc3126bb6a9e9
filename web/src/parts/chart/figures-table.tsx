import { formatNumber } from '../../format.js';
import { text } from '../../text/en.js';
import type { Figures } from './figures.js';

/** The numbers of a chart. */
export function FiguresTable({ figures }: { readonly figures: Figures }) {
  const { what, steps, series } = figures;
  return (
    // A region that scrolls has to be in the order of Tab.
    <div class="chart-table" role="region" aria-label={what} tabIndex={0}>
      <table class="table">
        <caption class="visually-hidden">{what}</caption>
        <thead>
          <tr>
            <th scope="col">{text.statistics.tableTime}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map(({ long }, index) => (
            <tr key={long}>
              <th scope="row">{long}</th>
              {series.map(({ name, values }) => (
                <td key={name} class="number">
                  {formatNumber(values[index] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
