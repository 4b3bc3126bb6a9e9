import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { formatDay, formatNumber } from '../../format.js';
import { currentZone, settings, updateSettings } from '../../settings.js';
import { text } from '../../text/en.js';
import type { ApiError } from '../../api/problem.js';
import { Button, ButtonLink } from '../button/button.js';
import { Chart } from '../chart/chart.js';
import { EmptyState } from '../empty-state/empty-state.js';
import { ErrorBox } from '../error-box/error-box.js';
import { Choices } from '../field/field.js';
import { ChartIcon, DownloadIcon } from '../icon/icons.js';
import { PeriodControl } from '../period-control/period-control.js';
import { Skeleton } from '../skeleton/skeleton.js';
import type { PeriodQuery, Unit } from '../../period.js';
import { Breakdowns } from './breakdowns.js';
import { Change, Figure } from './figure.js';
import { readPeriodChoice, writePeriodChoice, type PeriodChoice } from './period-choice.js';
import { toFigures } from './series-figures.js';
import { usePolledResource, type ConditionalLoad, type Stats } from './use-statistics.js';
import './statistics.css';

interface StatisticsProps {
  /** Names what the statistics are of, so that others are loaded when it changes. */
  readonly subject: string;
  readonly load: (query: StatisticsQuery) => ConditionalLoad<Stats>;
  /** The instant at which there can be clicks. */
  readonly first: string;
  /** Clicks of all time, if they are known. */
  readonly allClicks?: { readonly total: number; readonly humans: number };
  readonly csvAddress?: (query: PeriodQuery) => string;
  /** Stands beside the lists. */
  readonly aside?: ComponentChildren;
  /** What an error means here, instead of the usual box. */
  readonly failure?: (error: ApiError) => ComponentChildren;
}

export type StatisticsQuery = PeriodQuery & { readonly top: number };

/** The longest lists that the API gives. */
const TOP = 100;

/** Clicks over time against the period before, and the lists of the period. */
export function Statistics({
  subject,
  load,
  first,
  allClicks,
  csvAddress,
  ...props
}: StatisticsProps) {
  const choice = readPeriodChoice(first);
  const { query, before } = choice;
  const current = usePolledResource(load({ ...query, top: TOP }), [subject, query]);
  const previous = usePolledResource(load({ ...(before ?? query), top: 1 }), [subject, before]);
  const { data: stats, error } = current;
  const compared = before === undefined || previous.isStale ? undefined : previous.data;
  return (
    <>
      <section class="card statistics">
        <div class="statistics-head">
          <h2>{text.statistics.clicks}</h2>
          <PeriodControl
            period={choice.period}
            first={first}
            onChange={(period) => writePeriodChoice(period)}
          />
        </div>
        {error && (props.failure?.(error) ?? <ErrorBox error={error} onRetry={current.reload} />)}
        {stats === undefined && error === undefined && <Skeleton rows={5} />}
        {stats !== undefined && (
          <div class={current.isStale ? 'stack is-stale' : 'stack'}>
            <Summary stats={stats} before={compared} />
            {isEmpty(stats) && !current.isStale ? (
              <NoClicks choice={choice} allClicks={allClicks} />
            ) : (
              <Bars stats={stats} before={compared} choice={choice} csv={csvAddress?.(query)} />
            )}
          </div>
        )}
      </section>
      <div class={current.isStale ? 'breakdowns is-stale' : 'breakdowns'}>
        {stats !== undefined && <Breakdowns stats={stats} />}
        {props.aside}
      </div>
      {stats !== undefined && (
        <p class="breakdown-days">
          {text.statistics.breakdownDays(
            utcDay(stats.breakdownFrom),
            utcDay(new Date(Date.parse(stats.breakdownTo) - 1).toISOString()),
          )}
        </p>
      )}
    </>
  );
}

function countIn({ clicks }: Pick<Stats, 'clicks'>): number {
  return settings.value.withBots ? clicks.total : clicks.humans;
}

function isEmpty(stats: Stats): boolean {
  return countIn(stats) === 0;
}

function utcDay(instant: string): string {
  return formatDay(instant, 'UTC');
}

interface Compared {
  readonly stats: Stats;
  readonly before: Stats | undefined;
}

function Summary({ stats, before }: Compared) {
  const words = text.statistics;
  const { withBots } = settings.value;
  const bots = withBots ? words.botsIncluded : words.botsExcluded;
  return (
    <div class="statistics-summary">
      <dl class="figures">
        <Figure label={words.clicks} value={formatNumber(countIn(stats))}>
          {before && <Change now={countIn(stats)} before={countIn(before)} />}
          {stats.clicks.bots > 0 && <p class="figure-hint">{bots(stats.clicks.bots)}</p>}
        </Figure>
        <Figure label={words.visitors} value={formatNumber(stats.uniqueVisitors)}>
          {before && <Change now={stats.uniqueVisitors} before={before.uniqueVisitors} />}
          <p class="figure-hint">{words.visitorsHint}</p>
        </Figure>
      </dl>
      <Choices
        label={words.counted}
        isLabelHidden
        value={withBots ? 'all' : 'humans'}
        options={[
          ['humans', words.humans],
          ['all', words.withBots],
        ]}
        onChange={(counted) => updateSettings({ withBots: counted === 'all' })}
      />
    </div>
  );
}

interface BarsProps extends Compared {
  readonly choice: PeriodChoice;
  readonly csv: string | undefined;
}

function Bars({ stats, before, choice, csv }: BarsProps) {
  const [isTable, setTable] = useState(false);
  const words = text.statistics;
  const { period, units } = choice;
  return (
    <>
      <Chart
        figures={toFigures(stats, before, stats.unit, settings.value.withBots)}
        isTable={isTable}
      />
      <div class="statistics-foot">
        <span class="muted">{words.zone(currentZone())}</span>
        <div class="row">
          {units.length > 1 && (
            <select
              class="step-choice"
              aria-label={words.step}
              value={choice.unit}
              onChange={(event) => writePeriodChoice(period, event.currentTarget.value as Unit)}
            >
              {units.map((unit) => (
                <option key={unit} value={unit} selected={unit === choice.unit}>
                  {words.steps[unit]}
                </option>
              ))}
            </select>
          )}
          <Button isSmall isPressed={isTable} onClick={() => setTable(!isTable)}>
            {words.asTable}
          </Button>
          {csv !== undefined && (
            <ButtonLink isSmall icon={DownloadIcon} href={csv} download="">
              {words.csv}
            </ButtonLink>
          )}
        </div>
      </div>
    </>
  );
}

function NoClicks({
  choice,
  allClicks,
}: {
  readonly choice: PeriodChoice;
  readonly allClicks: StatisticsProps['allClicks'];
}) {
  const words = text.statistics;
  const name = typeof choice.period === 'string' ? choice.period : 'custom';
  const all = (settings.value.withBots ? allClicks?.total : allClicks?.humans) ?? 0;
  if (allClicks !== undefined && all === 0) {
    return (
      <EmptyState icon={ChartIcon} title={words.never}>
        <p>{words.neverBody}</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={ChartIcon} title={words.empty(name, all)}>
      {name !== 'all' && (
        <Button onClick={() => writePeriodChoice('all')}>{words.showAllTime}</Button>
      )}
    </EmptyState>
  );
}
