import type { ComponentChildren } from 'preact';
import type { components } from '../../api/api-types.js';
import type { Link } from '../../api/link.js';
import type { ApiError } from '../../api/problem.js';
import { formatNumber } from '../../format.js';
import { ErrorBox } from '../../parts/error-box/error-box.js';
import { Skeleton } from '../../parts/skeleton/skeleton.js';
import { Destination } from '../../parts/table/destination.js';
import { ShortTime } from '../../parts/table/short-time.js';
import { linkHref, toHref } from '../../route.js';
import { settings } from '../../settings.js';
import { text } from '../../text/en.js';

type TopLink = components['schemas']['TopLinkDto'];

interface ListProps<T> {
  readonly data: { readonly items: readonly T[] } | undefined;
  readonly error: ApiError | undefined;
  readonly reload: () => void;
}

export function TopLinks(props: ListProps<TopLink>) {
  const words = text.overview.top;
  const { withBots } = settings.value;
  const count = ({ clicks }: TopLink): number => (withBots ? clicks.total : clicks.humans);
  const items = (props.data?.items ?? []).toSorted((one, other) => count(other) - count(one));
  const most = Math.max(1, ...items.map(count));
  return (
    <Listed {...props} title={words.title} lead={words.lead} empty={words.empty}>
      {items.map((item) => (
        <Row key={item.key} linkKey={item.key} url={item.url} share={count(item) / most}>
          <strong>{formatNumber(count(item))}</strong>
        </Row>
      ))}
    </Listed>
  );
}

export function NewestLinks(props: ListProps<Link>) {
  const words = text.overview.newest;
  const all = <a href={toHref('/links')}>{words.all}</a>;
  return (
    <Listed {...props} title={words.title} lead={all} empty={words.empty}>
      {(props.data?.items ?? []).map(({ key, url, title, createdAt }) => (
        <Row key={key} linkKey={key} url={url} name={title}>
          <ShortTime instant={createdAt} />
        </Row>
      ))}
    </Listed>
  );
}

interface ListedProps extends ListProps<unknown> {
  readonly title: string;
  readonly lead: ComponentChildren;
  readonly empty: string;
  readonly children: ComponentChildren;
}

function Listed({ title, lead, empty, data, error, reload, children }: ListedProps) {
  return (
    <section class="card overview-list">
      <div class="breakdown-head">
        <h2>{title}</h2>
        <span class="figure-hint">{lead}</span>
      </div>
      {error && <ErrorBox error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <Skeleton rows={4} />}
      {data?.items.length === 0 && <p class="muted">{empty}</p>}
      <ol>{children}</ol>
    </section>
  );
}

interface RowProps {
  readonly linkKey: string;
  readonly url: string;
  readonly name?: string | null;
  readonly share?: number;
  readonly children: ComponentChildren;
}

function Row({ linkKey, url, name = null, share, children }: RowProps) {
  return (
    <li>
      {share !== undefined && (
        <span class="share-bar" style={{ width: `${100 * share}%` }} aria-hidden="true" />
      )}
      <div>
        <a class="overview-link" href={linkHref(linkKey)}>
          <bdi>{linkKey}</bdi>
        </a>
        {name === null ? (
          <Destination url={url} />
        ) : (
          <bdi class="overview-name" title={name}>
            {name}
          </bdi>
        )}
      </div>
      <span class="overview-value">{children}</span>
    </li>
  );
}
