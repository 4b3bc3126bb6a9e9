import type { ListQuery } from '../../api/link.js';
import { toHref } from '../../route.js';
import { text } from '../../text/en.js';

export type Order = keyof typeof text.links.orders;

/** What the address of the list says. */
export interface Filters {
  readonly search: string;
  readonly state: string;
  readonly tags: readonly string[];
  readonly order: Order;
}

export function readFilters(query: URLSearchParams): Filters {
  const order = query.get('order') ?? '';
  return {
    search: query.get('search') ?? '',
    state: query.get('state') ?? '',
    tags: query.getAll('tag'),
    order: Object.hasOwn(text.links.orders, order) ? (order as Order) : '-createdAt',
  };
}

export function filterHref({ search, state, tags, order }: Filters): string {
  return toHref('/links', { search, state, tag: tags, order: order === '-createdAt' ? '' : order });
}

export function toListQuery({ search, state, tags, order }: Filters): ListQuery {
  return {
    order,
    ...(search !== '' && { search }),
    ...(Object.hasOwn(text.parts.states, state) && {
      state: state as keyof typeof text.parts.states,
    }),
    ...(tags.length > 0 && { tag: [...tags] }),
  };
}

/** The filters that hide links, in words. */
export function describeFilters({ search, state, tags }: Filters): string[] {
  const stateName = Object.entries(text.parts.states).find(([name]) => name === state)?.[1];
  return [
    ...(search === '' ? [] : [text.links.searched(search)]),
    ...(stateName === undefined ? [] : [stateName]),
    ...tags,
  ];
}
