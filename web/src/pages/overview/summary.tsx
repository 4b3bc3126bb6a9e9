import { useState } from 'preact/hooks';
import type { components } from '../../api/api-types.js';
import { formatNumber } from '../../format.js';
import { Button } from '../../parts/button/button.js';
import { Chart } from '../../parts/chart/chart.js';
import { Change, Figure } from '../../parts/statistics/figure.js';
import { toFigures } from '../../parts/statistics/series-figures.js';
import { currentZone, settings } from '../../settings.js';
import { text } from '../../text/en.js';

type AdminStats = components['schemas']['AdminStatsDto'];

interface SummaryProps {
  readonly now: AdminStats;
  readonly before: AdminStats | undefined;
}

/** The last 30 days of all links. */
export function Summary({ now, before }: SummaryProps) {
  const [isTable, setTable] = useState(false);
  const { withBots } = settings.value;
  const words = text.statistics;
  return (
    <>
      <Tiles now={now} before={before} />
      <section class="card statistics">
        <div class="statistics-head">
          <h2>{text.overview.clicks}</h2>
          <Button isSmall isPressed={isTable} onClick={() => setTable(!isTable)}>
            {words.asTable}
          </Button>
        </div>
        <Chart figures={toFigures(now, before, now.unit, withBots)} isTable={isTable} />
        <p class="figure-hint">{words.zone(currentZone())}</p>
      </section>
    </>
  );
}

function Tiles({ now, before }: SummaryProps) {
  const words = text.statistics;
  const { links } = now;
  return (
    <dl class="tiles">
      <Figure label={words.clicks} value={formatNumber(countIn(now))}>
        {before && <Change now={countIn(now)} before={countIn(before)} />}
      </Figure>
      <Figure label={words.visitors} value={formatNumber(now.uniqueVisitors)}>
        {before && <Change now={now.uniqueVisitors} before={before.uniqueVisitors} />}
      </Figure>
      <Figure label={text.overview.links} value={formatNumber(links.total)}>
        <p class="figure-hint">{text.overview.deleted(formatNumber(links.deleted))}</p>
      </Figure>
      <LinkStates links={links} />
    </dl>
  );
}

function countIn({ clicks }: AdminStats): number {
  return settings.value.withBots ? clicks.total : clicks.humans;
}

/** The links by state, as parts of a bar and in words. */
function LinkStates({ links }: Pick<AdminStats, 'links'>) {
  const { active, disabled, expired, total } = links;
  const other = Math.max(0, total - active - disabled - expired);
  const words = text.overview.states;
  const parts = [
    ['active', words.active, active],
    ['other', words.other, other],
    ['expired', words.expired, expired],
    ['disabled', words.disabled, disabled],
  ] as const;
  const shown = parts.filter(([, , count]) => count > 0);
  return (
    <div class="figure">
      <dt>{text.links.state}</dt>
      <dd>
        <div class="state-bar" aria-hidden="true">
          {shown.map(([state, , count]) => (
            <span key={state} class={`state-part-${state}`} style={{ flexGrow: count }} />
          ))}
        </div>
        <ul class="state-counts">
          {shown.map(([state, name, count]) => (
            <li key={state}>
              <span class={`state-dot state-part-${state}`} />
              {name} <strong>{formatNumber(count)}</strong>
            </li>
          ))}
        </ul>
      </dd>
    </div>
  );
}
