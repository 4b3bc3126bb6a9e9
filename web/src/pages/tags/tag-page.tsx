import { api } from '../../api/client.js';
import type { ApiError } from '../../api/problem.js';
import { hasScope } from '../../api/session.js';
import { ButtonLink } from '../../parts/button/button.js';
import { EmptyState } from '../../parts/empty-state/empty-state.js';
import { LinkIcon, TagIcon } from '../../parts/icon/icons.js';
import { Statistics, type StatisticsQuery } from '../../parts/statistics/statistics.js';
import type { ConditionalLoad, Stats } from '../../parts/statistics/use-statistics.js';
import { toHref, type PageProps } from '../../route.js';
import { text } from '../../text/en.js';

/** Tags have no date, so that all time is the longest period of the API. */
const FIRST = new Date(Date.now() - 3_650 * 86_400_000).toISOString();

/** The statistics of a tag. */
export default function TagPage({ params }: PageProps) {
  const { tag = '' } = params;
  const words = text.tags.page;
  const load =
    (query: StatisticsQuery): ConditionalLoad<Stats> =>
    (header, signal) =>
      api.GET('/api/v1/tags/{tag}/stats', { params: { path: { tag }, query, header }, signal });
  return (
    <div class="stack">
      <div class="page-head">
        <div>
          <h1 class="tag-title">
            <TagIcon size={20} />
            <bdi>{tag}</bdi>
          </h1>
          <p class="page-lead">{words.lead}</p>
        </div>
        <div class="row">
          {hasScope('links:read') && (
            <>
              <ButtonLink href={toHref('/tags')} icon={TagIcon} variant="ghost">
                {words.back}
              </ButtonLink>
              <ButtonLink href={toHref('/links', { tag })} icon={LinkIcon}>
                {words.links}
              </ButtonLink>
            </>
          )}
        </div>
      </div>
      <Statistics subject={tag} load={load} first={FIRST} failure={explain} />
    </div>
  );
}

function explain(error: ApiError) {
  return error.code === 'tag-not-found' ? (
    <EmptyState icon={TagIcon} title={text.tags.page.unknown} />
  ) : null;
}
