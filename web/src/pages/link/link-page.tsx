import { useCallback, useState } from 'preact/hooks';
import { api, take } from '../../api/client.js';
import { SERVICE_URL } from '../../api/connection.js';
import type { Link } from '../../api/link.js';
import { useResource } from '../../api/resource.js';
import { hasScope } from '../../api/session.js';
import { ButtonLink } from '../../parts/button/button.js';
import { EmptyState } from '../../parts/empty-state/empty-state.js';
import { ErrorBox } from '../../parts/error-box/error-box.js';
import { LinkIcon } from '../../parts/icon/icons.js';
import { Skeleton } from '../../parts/skeleton/skeleton.js';
import { Statistics, type StatisticsQuery } from '../../parts/statistics/statistics.js';
import {
  usePolling,
  type ConditionalLoad,
  type Stats,
} from '../../parts/statistics/use-statistics.js';
import type { PeriodQuery } from '../../period.js';
import { toHref, type PageProps } from '../../route.js';
import { text } from '../../text/en.js';
import { LinkFacts } from './link-facts.js';
import { LinkHead } from './link-head.js';
import './link.css';

export default function LinkPage({ params }: PageProps) {
  const { key = '' } = params;
  const { data, error, reload } = useResource((signal) => loadLink(key, signal), [key]);
  const [changed, setChanged] = useState<Link>();
  usePolling(reload);
  const link = newer(data, changed);
  const load = useCallback(
    (query: StatisticsQuery): ConditionalLoad<Stats> =>
      (header, signal) =>
        api.GET('/api/v1/links/{key}/stats', { params: { path: { key }, query, header }, signal }),
    [key],
  );
  if (link === undefined) {
    if (error === undefined) return <Skeleton />;
    if (error.status === 404 || error.status === 410)
      return <NoLink isDeleted={error.status === 410} />;
    return <ErrorBox error={error} onRetry={reload} />;
  }
  return (
    <div class="stack">
      <LinkHead link={link} onChange={setChanged} />
      {error && <ErrorBox error={error} onRetry={reload} />}
      {hasScope('stats:read') ? (
        <Statistics
          subject={key}
          load={load}
          first={link.createdAt}
          allClicks={link.clicks}
          csvAddress={(query) => csvAddress(key, query)}
          aside={<LinkFacts link={link} />}
        />
      ) : (
        <LinkFacts link={link} />
      )}
    </div>
  );
}

async function loadLink(key: string, signal: AbortSignal): Promise<Link> {
  // Not conditional: the version of a link stays while its clicks grow.
  const init = { params: { path: { key } }, signal, cache: 'no-store' } as const;
  return take(api.GET('/api/v1/links/{key}', init));
}

/** The answer to a change can be newer than what was loaded last. */
function newer(loaded: Link | undefined, changed: Link | undefined): Link | undefined {
  if (changed === undefined || loaded === undefined || changed.key !== loaded.key) return loaded;
  return changed.version > loaded.version ? changed : loaded;
}

function csvAddress(key: string, query: PeriodQuery): string {
  const parameters = new URLSearchParams({ ...query });
  return `${SERVICE_URL}/api/v1/links/${encodeURIComponent(key)}/stats.csv?${parameters.toString()}`;
}

function NoLink({ isDeleted }: { readonly isDeleted: boolean }) {
  const { title, body } = isDeleted ? text.link.gone : text.link.unknown;
  return (
    <>
      <h1 class="visually-hidden">{text.link.title}</h1>
      <EmptyState icon={LinkIcon} title={title}>
        <p>{body}</p>
        <ButtonLink href={toHref('/links')}>{text.link.back}</ButtonLink>
      </EmptyState>
    </>
  );
}
