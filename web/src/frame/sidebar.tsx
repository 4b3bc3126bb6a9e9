import { useEffect } from 'preact/hooks';
import { hasScope } from '../api/session.js';
import { Dialog } from '../parts/dialog/dialog.js';
import { Logo } from '../parts/icon/icons.js';
import { place, toHref } from '../route.js';
import { ROUTES, type Route } from '../routes.js';
import { text } from '../text/en.js';
import { Account } from './account.js';

interface SidebarProps {
  readonly isMenuOpen: boolean;
  readonly onCloseMenu: () => void;
}

/** The navigation: a column, or on narrow screens a sheet that the top bar opens. */
export function Sidebar({ isMenuOpen, onCloseMenu }: SidebarProps) {
  const { path } = place.value;
  useEffect(onCloseMenu, [path]);
  return (
    <>
      <aside class="sidebar" aria-label={text.frame.sidebar}>
        <a class="brand" href={toHref('/')}>
          <Logo />
          <span>{text.frame.product}</span>
        </a>
        <Navigation />
        <Account />
      </aside>
      {isMenuOpen && (
        <Dialog title={text.frame.menu} onClose={onCloseMenu}>
          <Navigation />
          <Account />
        </Dialog>
      )}
    </>
  );
}

function Navigation() {
  const { path } = place.value;
  const shown = ROUTES.filter(
    ({ icon, scope }) => icon !== undefined && (scope === undefined || hasScope(scope)),
  );
  return (
    <nav class="navigation" aria-label={text.frame.navigation}>
      <ul>
        {shown.map((route) => (
          <li key={route.path}>
            <a href={toHref(route.path)} aria-current={currentFor(route, path)}>
              {route.icon && <route.icon size={17} />}
              <span>{route.title}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A link and its edit page belong to the links. */
function currentFor({ path }: Route, current: string): 'page' | 'true' | undefined {
  if (path === current) return 'page';
  return path !== '/' && current.startsWith(`${path}/`) ? 'true' : undefined;
}
