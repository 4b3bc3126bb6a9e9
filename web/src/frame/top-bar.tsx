import { useEffect, useRef, useState } from 'preact/hooks';
import { hasScope } from '../api/session.js';
import { ButtonLink, IconButton } from '../parts/button/button.js';
import { MenuIcon, PlusIcon, SearchIcon } from '../parts/icon/icons.js';
import { navigate, place, replacePlace, toHref } from '../route.js';
import { useShortcuts } from '../shortcuts.js';
import { text } from '../text/en.js';

const SETTLED_MS = 300;
const LINKS = '/links';

export function TopBar({ onOpenMenu }: { readonly onOpenMenu: () => void }) {
  return (
    <header class="top-bar">
      <div class="top-bar-menu">
        <IconButton icon={MenuIcon} label={text.frame.menu} onClick={onOpenMenu} />
      </div>
      {hasScope('links:read') && <Search />}
      {hasScope('links:write') && (
        <ButtonLink href={toHref('/new')} variant="primary" icon={PlusIcon}>
          {text.frame.newLink}
        </ButtonLink>
      )}
    </header>
  );
}

/** Searches the links. On the list it filters while one types; elsewhere Enter leads to the list. */
function Search() {
  const { path, query } = place.value;
  const current = path === LINKS ? (query.get('search') ?? '') : '';
  const [typed, setTyped] = useState(current);
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => input.current?.focus() });
  useEffect(() => setTyped(current), [current]);
  useEffect(() => {
    if (path !== LINKS || typed === current) return undefined;
    const timer = setTimeout(() => replacePlace(withSearch(query, typed)), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [typed, path]);
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        navigate(withSearch(path === LINKS ? query : new URLSearchParams(), typed));
      }}
    >
      <SearchIcon />
      <input
        ref={input}
        type="search"
        aria-label={text.frame.search}
        placeholder={text.frame.search}
        value={typed}
        dir="auto"
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
}

/** The list with the other filters as they are. */
function withSearch(query: URLSearchParams, search: string): string {
  const others = new URLSearchParams(query);
  others.delete('search');
  if (search.trim() !== '') others.set('search', search.trim());
  const text = others.toString();
  return toHref(LINKS) + (text === '' ? '' : `?${text}`);
}
