import { useState } from 'preact/hooks';
import { CloseIcon } from '../../parts/icon/icons.js';
import { navigate, toHref } from '../../route.js';
import { text } from '../../text/en.js';
import { describeFilters, filterHref, type Filters, type Order } from './filters.js';

/** The filters of the list. Each choice is an address, so that back, reload and bookmarks work. */
export function Toolbar({ filters }: { readonly filters: Filters }) {
  const words = text.links;
  const change = (changes: Partial<Filters>): void =>
    navigate(filterHref({ ...filters, ...changes }));
  return (
    <div class="links-toolbar" role="group" aria-label={words.filters}>
      {filters.tags.map((tag) => (
        <button
          key={tag}
          type="button"
          class="filter-tag"
          aria-label={text.parts.removeTag(tag)}
          onClick={() => change({ tags: filters.tags.filter((other) => other !== tag) })}
        >
          <bdi>{tag}</bdi>
          <CloseIcon size={13} />
        </button>
      ))}
      <TagFilter onAdd={(tag) => change({ tags: [...new Set([...filters.tags, tag])] })} />
      <select
        class="select"
        aria-label={words.state}
        value={filters.state}
        onChange={(event) => change({ state: event.currentTarget.value })}
      >
        <option value="">{words.anyState}</option>
        {Object.entries(text.parts.states).map(([state, name]) => (
          <option key={state} value={state} selected={state === filters.state}>
            {name}
          </option>
        ))}
      </select>
      <select
        class="select"
        aria-label={words.order}
        value={filters.order}
        onChange={(event) => change({ order: event.currentTarget.value as Order })}
      >
        {Object.entries(words.orders).map(([order, name]) => (
          <option key={order} value={order} selected={order === filters.order}>
            {name}
          </option>
        ))}
      </select>
      {describeFilters(filters).length > 0 && (
        <a class="button button-ghost" href={toHref('/links')}>
          {words.clearFilters}
        </a>
      )}
    </div>
  );
}

function TagFilter({ onAdd }: { readonly onAdd: (tag: string) => void }) {
  const [tag, setTag] = useState('');
  return (
    <form
      class="filter-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (tag.trim() === '') return;
        onAdd(tag.trim());
        setTag('');
      }}
    >
      <input
        class="select"
        aria-label={text.links.tagPlaceholder}
        placeholder={text.links.tagPlaceholder}
        value={tag}
        dir="auto"
        autocomplete="off"
        onInput={(event) => setTag(event.currentTarget.value)}
      />
    </form>
  );
}
