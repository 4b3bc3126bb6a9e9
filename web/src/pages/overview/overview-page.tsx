import { useState } from 'preact/hooks';
import { api, take } from '../../api/client.js';
import { useResource } from '../../api/resource.js';
import { ErrorBox } from '../../parts/error-box/error-box.js';
import { Skeleton } from '../../parts/skeleton/skeleton.js';
import { usePolledResource, usePolling } from '../../parts/statistics/use-statistics.js';
import { toPeriodQuery, type PeriodQuery } from '../../period.js';
import { currentZone } from '../../settings.js';
import { text } from '../../text/en.js';
import { InstancesStrip } from './instances-strip.js';
import { NewestLinks, TopLinks } from './link-lists.js';
import { QuickCreate } from './quick-create.js';
import { Summary } from './summary.js';
import './overview.css';

const PERIOD_MS = 30 * 86_400_000;
const LISTED = 7;

export default function OverviewPage() {
  const [createdCount, setCreatedCount] = useState(0);
  const { query, before } = lastMonths();
  const now = useStatistics(query);
  const previous = useStatistics(before);
  const { from, to } = query;
  const top = usePolledResource(
    (header, signal) =>
      api.GET('/api/v1/admin/stats/top-links', {
        params: { query: { from, to, limit: LISTED }, header },
        signal,
      }),
    [from, to],
  );
  const newest = useResource(
    (signal) => take(api.GET('/api/v1/links', { params: { query: { limit: LISTED } }, signal })),
    [createdCount],
  );
  usePolling(newest.reload);
  return (
    <div class="stack">
      <div class="page-head overview-head">
        <h1>{text.overview.title}</h1>
        <InstancesStrip />
      </div>
      <QuickCreate onCreate={() => setCreatedCount(createdCount + 1)} />
      {now.error && <ErrorBox error={now.error} onRetry={now.reload} />}
      {now.data === undefined && now.error === undefined && <Skeleton />}
      {now.data !== undefined && <Summary now={now.data} before={previous.data} />}
      <div class="overview-lists">
        <TopLinks {...top} />
        <NewestLinks {...newest} />
      </div>
    </div>
  );
}

/** The last 30 days, and the 30 days before. */
function lastMonths(now = Date.now()): Record<'query' | 'before', PeriodQuery> {
  const zone = currentZone();
  return {
    query: toPeriodQuery('30d', zone, '', now),
    before: toPeriodQuery('30d', zone, '', now - PERIOD_MS),
  };
}

function useStatistics(query: PeriodQuery) {
  return usePolledResource(
    (header, signal) =>
      api.GET('/api/v1/admin/stats', { params: { query: { ...query, top: 1 }, header }, signal }),
    [query],
  );
}
