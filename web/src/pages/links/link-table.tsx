import { useId } from 'preact/hooks';
import type { Link } from '../../api/link.js';
import { countClicks, readableShortUrl } from '../../api/link.js';
import { hasScope } from '../../api/session.js';
import { formatNumber } from '../../format.js';
import { IconButton, IconLink } from '../../parts/button/button.js';
import { CopyButton } from '../../parts/copy-button/copy-button.js';
import { EditIcon, QrIcon } from '../../parts/icon/icons.js';
import { Destination } from '../../parts/table/destination.js';
import { ShortTime } from '../../parts/table/short-time.js';
import { StateBadge } from '../../parts/table/state-badge.js';
import { TagList } from '../../parts/tag-list/tag-list.js';
import { editHref, linkHref, toHref } from '../../route.js';
import { text } from '../../text/en.js';
import type { Selection } from './use-selection.js';

const MAX_TAGS = 3;

interface LinkTableProps {
  readonly links: readonly Link[];
  /** `undefined` for sessions that may not change links. */
  readonly selection: Selection | undefined;
  readonly onShowQr: (link: Link) => void;
}

export function LinkTable({ links, selection, onShowQr }: LinkTableProps) {
  const { columns } = text.links;
  return (
    <table class="table links-table">
      <caption class="visually-hidden">{text.links.caption}</caption>
      <thead>
        <tr>
          {selection && (
            <th scope="col" class="links-select">
              <SelectAll links={links} selection={selection} />
            </th>
          )}
          <th scope="col">{columns.link}</th>
          <th scope="col">{columns.destination}</th>
          <th scope="col" class="number">
            {columns.clicks}
          </th>
          <th scope="col">{columns.lastClicked}</th>
          <th scope="col">{columns.created}</th>
          <th scope="col">{columns.state}</th>
          <th scope="col">
            <span class="visually-hidden">{columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {links.map((link) => (
          <Row key={link.key} link={link} selection={selection} onShowQr={onShowQr} />
        ))}
      </tbody>
    </table>
  );
}

function SelectAll({
  links,
  selection,
}: {
  readonly links: readonly Link[];
  readonly selection: Selection;
}) {
  const { size } = selection.keys;
  return (
    <input
      type="checkbox"
      aria-label={text.links.selectAll}
      checked={size > 0 && size === links.length}
      ref={(input) => {
        if (input !== null) input.indeterminate = size > 0 && size < links.length;
      }}
      onChange={(event) =>
        selection.set(event.currentTarget.checked ? links.map(({ key }) => key) : [])
      }
    />
  );
}

interface RowProps extends Omit<LinkTableProps, 'links'> {
  readonly link: Link;
}

function Row({ link, selection, onShowQr }: RowProps) {
  const { columns } = text.links;
  const isSelected = selection?.keys.has(link.key) === true;
  const id = useId();
  return (
    <tr data-key={link.key} class={isSelected ? 'is-selected' : undefined}>
      {selection && (
        <td class="links-select">
          <input
            type="checkbox"
            aria-label={text.links.select(link.key)}
            checked={isSelected}
            onClick={(event) => selection.toggle(link.key, event.shiftKey)}
          />
        </td>
      )}
      <th scope="row" class="links-link">
        <ShortLink link={link} id={id} />
      </th>
      <td class="links-destination">
        <Destination url={link.url} isLink />
        {link.tags.length > 0 && (
          <TagList tags={link.tags} max={MAX_TAGS} hrefOf={(tag) => toHref('/links', { tag })} />
        )}
      </td>
      <td class="number" data-label={columns.clicks}>
        {formatNumber(countClicks(link))}
      </td>
      <td class="links-time" data-label={columns.lastClicked}>
        {link.lastClickedAt === null ? (
          <span class="muted">{text.links.never}</span>
        ) : (
          <ShortTime instant={link.lastClickedAt} />
        )}
      </td>
      <td class="links-time links-created" data-label={columns.created}>
        <ShortTime instant={link.createdAt} />
      </td>
      <td class="links-state">
        <StateBadge state={link.state} />
      </td>
      <td class="links-actions">
        <div>
          <IconButton
            icon={QrIcon}
            isSmall
            label={text.links.qr(link.key)}
            onClick={() => onShowQr(link)}
          />
          {hasScope('links:write') && (
            <IconLink
              icon={EditIcon}
              href={editHref(link.key)}
              label={text.links.edit}
              describedBy={id}
            />
          )}
        </div>
      </td>
    </tr>
  );
}

/** The short URL with its key in strong, and below it what people call the link. */
function ShortLink({ link, id }: { readonly link: Link; readonly id: string }) {
  const shortUrl = readableShortUrl(link.shortUrl);
  const base = shortUrl.endsWith(link.key) ? shortUrl.slice(0, -link.key.length) : '';
  const name = link.title ?? link.note;
  return (
    <>
      <div class="short-link">
        <a
          class="short-link-key"
          id={id}
          href={linkHref(link.key)}
          aria-label={shortUrl}
          data-row-link
          dir="ltr"
        >
          <span class="short-link-base">{base}</span>
          <bdi>{link.key}</bdi>
        </a>
        <CopyButton value={link.shortUrl} what={shortUrl} />
      </div>
      {name !== null && (
        <p class="links-name" title={name}>
          <bdi>{name}</bdi>
        </p>
      )}
    </>
  );
}
