import { useState } from 'preact/hooks';
import type { Link } from '../../api/link.js';
import { hasScope } from '../../api/session.js';
import { formatNumber } from '../../format.js';
import { Button, ButtonLink } from '../../parts/button/button.js';
import { EmptyState } from '../../parts/empty-state/empty-state.js';
import { ErrorBox } from '../../parts/error-box/error-box.js';
import { SearchIcon } from '../../parts/icon/icons.js';
import { QrDialog } from '../../parts/qr-code/qr-dialog.js';
import { Skeleton } from '../../parts/skeleton/skeleton.js';
import { TagList } from '../../parts/tag-list/tag-list.js';
import { place, toHref } from '../../route.js';
import { text } from '../../text/en.js';
import { BulkBar } from './bulk-bar.js';
import { FirstLink } from './first-link.js';
import { describeFilters, readFilters, toListQuery, type Filters } from './filters.js';
import { LinkTable } from './link-table.js';
import { Toolbar } from './toolbar.js';
import { useLinkList, type LoadedLinks } from './use-link-list.js';
import { useRowShortcuts } from './use-row-shortcuts.js';
import { useSelection } from './use-selection.js';
import './links.css';

export default function LinksPage() {
  const filters = readFilters(place.value.query);
  const list = useLinkList(toListQuery(filters));
  const selection = useSelection(list.links.map(({ key }) => key));
  const [qrLink, setQrLink] = useState<Link>();
  useRowShortcuts(list.links, selection, setQrLink);
  const isOld = list.isStale && list.status === 'loading';
  const canSelect = hasScope('links:write');
  return (
    <>
      <div class="page-head">
        <h1>{text.links.title}</h1>
        <Toolbar filters={filters} />
      </div>
      {list.error && <ErrorBox error={list.error} onRetry={list.reload} />}
      {list.links.length > 0 && (
        <div class={isOld ? 'is-stale' : undefined} aria-busy={isOld}>
          <LinkTable
            links={list.links}
            selection={canSelect ? selection : undefined}
            onShowQr={setQrLink}
          />
        </div>
      )}
      <ListFoot list={list} filters={filters} />
      {canSelect && <BulkBar links={list.links} selection={selection} onChange={list.reload} />}
      {qrLink && <QrDialog link={qrLink} onClose={() => setQrLink(undefined)} />}
    </>
  );
}

/** What comes after the rows: more of them, a search that goes on, or why there are none. */
function ListFoot({ list, filters }: { readonly list: LoadedLinks; readonly filters: Filters }) {
  const { links, status, hasMore, lookedAt, isStale } = list;
  if (status === 'loading') {
    if (lookedAt > 0 && !isStale) return <Searching list={list} />;
    return links.length === 0 ? <Skeleton rows={8} /> : null;
  }
  if (status === 'stopped') {
    return (
      <div class="links-foot">
        <p class="muted">{text.links.stopped}</p>
        <Button onClick={list.more}>{text.links.goOn}</Button>
      </div>
    );
  }
  if (links.length === 0 && status === 'ready') return <Nothing filters={filters} />;
  if (links.length === 0) return null;
  return (
    <div class="links-foot">
      <p class="muted">{text.links.shown(links.length, hasMore)}</p>
      {hasMore && <Button onClick={list.more}>{text.links.more}</Button>}
    </div>
  );
}

function Searching({ list }: { readonly list: LoadedLinks }) {
  return (
    <div class="links-foot" role="status">
      <p class="muted">{text.links.searching(formatNumber(list.lookedAt))}</p>
      <Button onClick={list.stop}>{text.links.stop}</Button>
    </div>
  );
}

function Nothing({ filters }: { readonly filters: Filters }) {
  const { noResult, clearFilters } = text.links;
  const active = describeFilters(filters);
  if (active.length === 0) return <FirstLink />;
  return (
    <EmptyState icon={SearchIcon} title={noResult.title}>
      <p>{noResult.body}</p>
      <TagList tags={active} />
      <ButtonLink href={toHref('/links')}>{clearFilters}</ButtonLink>
    </EmptyState>
  );
}
