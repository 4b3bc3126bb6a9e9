import { formatNumber } from '../../format.js';
import { IconButton, IconLink } from '../../parts/button/button.js';
import { ChartIcon, EditIcon, TrashIcon } from '../../parts/icon/icons.js';
import { toHref } from '../../route.js';
import { text } from '../../text/en.js';
import { TagClicks } from './tag-clicks.js';
import type { TagCount } from './use-tag-list.js';

export interface TagAction {
  readonly kind: 'rename' | 'delete';
  readonly tag: string;
}

interface TagTableProps {
  readonly tags: readonly TagCount[];
  readonly canChange: boolean;
  readonly hasStatistics: boolean;
  readonly onAction: (action: TagAction) => void;
}

export function TagTable({ tags, ...props }: TagTableProps) {
  const { columns, caption } = text.tags;
  return (
    <table class="table table-cards tags-table">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.tag}</th>
          <th scope="col" class="number">
            {columns.links}
          </th>
          {props.hasStatistics && (
            <th scope="col" class="number">
              {columns.clicks}
            </th>
          )}
          <th scope="col">
            <span class="visually-hidden">{columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {tags.map((count) => (
          <Row key={count.tag} count={count} {...props} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps extends Omit<TagTableProps, 'tags'> {
  readonly count: TagCount;
}

function Row({ count, canChange, hasStatistics, onAction }: RowProps) {
  const { tag, links, isMore } = count;
  const words = text.tags;
  const number = formatNumber(links);
  return (
    <tr>
      <th scope="row">
        <a class="tag tags-name" dir="auto" href={toHref('/links', { tag })} title={tag}>
          {tag}
        </a>
      </th>
      <td class="number" data-label={words.columns.links}>
        {isMore ? words.atLeast(number) : number}
      </td>
      {hasStatistics && (
        <td class="number" data-label={words.columns.clicks}>
          <TagClicks tag={tag} />
        </td>
      )}
      <td class="tags-actions">
        <div>
          {hasStatistics && (
            <IconLink
              icon={ChartIcon}
              label={words.statistics(tag)}
              href={toHref(`/tags/${encodeURIComponent(tag)}`)}
            />
          )}
          {canChange && (
            <>
              <IconButton
                icon={EditIcon}
                isSmall
                label={words.renameNamed(tag)}
                onClick={() => onAction({ kind: 'rename', tag })}
              />
              <IconButton
                icon={TrashIcon}
                isSmall
                label={words.removeNamed(tag)}
                onClick={() => onAction({ kind: 'delete', tag })}
              />
            </>
          )}
        </div>
      </td>
    </tr>
  );
}
