import { api } from '../../api/client.js';
import { sumInstances } from '../../api/instances.js';
import { formatNumber, formatSecondsAgo } from '../../format.js';
import { usePolledResource } from '../../parts/statistics/use-statistics.js';
import { toHref } from '../../route.js';
import { text } from '../../text/en.js';

/** Whether all is well with the instances. Leads to their page. */
export function InstancesStrip() {
  const { data } = usePolledResource(
    (_, signal) => api.GET('/api/v1/admin/instances', { signal }),
    [],
  );
  if (data === undefined) return null;
  const words = text.overview.instances;
  const { count, pending, lost, oldestReport } = sumInstances(data.items);
  return (
    <dl class="instances-strip">
      <div>
        <dt class="visually-hidden">{words.title}</dt>
        <dd>
          <a
            class={lost > 0 ? 'state state-expired' : 'state state-active'}
            href={toHref('/instances')}
          >
            {words.live(count)}
          </a>
        </dd>
      </div>
      {oldestReport !== undefined && (
        <Part name={words.oldest} value={formatSecondsAgo(oldestReport)} />
      )}
      <Part name={words.pending} value={formatNumber(pending)} />
      {lost > 0 && <Part name={words.lost} value={formatNumber(lost)} isBad />}
    </dl>
  );
}

interface PartProps {
  readonly name: string;
  readonly value: string;
  readonly isBad?: boolean;
}

function Part({ name, value, isBad = false }: PartProps) {
  return (
    <div class={isBad ? 'is-bad' : undefined}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
