import { api } from '../../api/client.js';
import { hitRateOf, sumInstances, type Instance } from '../../api/instances.js';
import { formatNumber, formatSecondsAgo, formatShare, formatTime } from '../../format.js';
import { ErrorBox } from '../../parts/error-box/error-box.js';
import { Skeleton } from '../../parts/skeleton/skeleton.js';
import { Figure } from '../../parts/statistics/figure.js';
import { usePolledResource } from '../../parts/statistics/use-statistics.js';
import { ShortTime } from '../../parts/table/short-time.js';
import { text } from '../../text/en.js';
import './instances.css';

export default function InstancesPage() {
  const { data, error, reload } = usePolledResource(
    (_, signal) => api.GET('/api/v1/admin/instances', { signal }),
    [],
  );
  const words = text.instances;
  return (
    <div class="stack">
      <div class="page-head">
        <div>
          <h1>{words.title}</h1>
          <p class="page-lead">{words.lead}</p>
        </div>
      </div>
      {error && <ErrorBox error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <Skeleton rows={3} />}
      {data !== undefined && (
        <>
          <Tiles instances={data.items} />
          <InstanceTable instances={data.items} />
        </>
      )}
    </div>
  );
}

interface InstancesProps {
  readonly instances: readonly Instance[];
}

function Tiles({ instances }: InstancesProps) {
  const { tiles, pendingHint, lostHint, mixed } = text.instances;
  const { count, pending, lost, hitRate } = sumInstances(instances);
  const versions = new Set(instances.map(({ version }) => version));
  return (
    <dl class="tiles">
      <Figure label={tiles.live} value={formatNumber(count)}>
        {versions.size > 1 && <p class="figure-hint">{mixed}</p>}
      </Figure>
      <Figure label={tiles.hitRate} value={formatRate(hitRate)} />
      <Figure label={tiles.pending} value={formatNumber(pending)}>
        <p class="figure-hint">{pendingHint}</p>
      </Figure>
      <Figure label={tiles.lost} value={formatNumber(lost)} tone={lost > 0 ? 'bad' : undefined}>
        {lost > 0 && <p class="figure-hint">{lostHint}</p>}
      </Figure>
    </dl>
  );
}

function formatRate(rate: number | undefined): string {
  return rate === undefined ? '–' : formatShare(rate);
}

function InstanceTable({ instances }: InstancesProps) {
  const { columns, caption, process } = text.instances;
  return (
    <table class="table table-cards instances-table">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {Object.entries(columns).map(([name, title], index) => (
            <th key={name} scope="col" class={index > 3 ? 'number' : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {instances.map(({ id, host, pid, version, startedAt, seenAt, cache, clicks }) => (
          <tr key={id}>
            <th scope="row">
              <bdi class="instance-host">{host}</bdi>
              <span class="muted" title={id}>
                {process(pid)}
              </span>
            </th>
            <td data-label={columns.version}>{version}</td>
            <td data-label={columns.up}>
              <ShortTime instant={startedAt} />
            </td>
            <td data-label={columns.seen}>
              <time dateTime={seenAt} title={formatTime(seenAt)}>
                {formatSecondsAgo(seenAt)}
              </time>
            </td>
            <Cell label={columns.cache} value={formatNumber(cache.size)} />
            <Cell label={columns.hitRate} value={formatRate(hitRateOf(cache))} />
            <Cell label={columns.evictions} value={formatNumber(cache.evictions)} />
            <Cell label={columns.recorded} value={formatNumber(clicks.recorded)} />
            <Cell label={columns.pending} value={formatNumber(clicks.pending)} />
            <Cell label={columns.lost} value={formatNumber(clicks.lost)} isBad={clicks.lost > 0} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps {
  readonly label: string;
  readonly value: string;
  readonly isBad?: boolean;
}

function Cell({ label, value, isBad = false }: CellProps) {
  return (
    <td class={isBad ? 'number is-bad' : 'number'} data-label={label}>
      {value}
    </td>
  );
}
