import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { hasScope } from '../api/session.js';
import { ButtonLink } from '../parts/button/button.js';
import { EmptyState } from '../parts/empty-state/empty-state.js';
import { KeyIcon, LinkIcon } from '../parts/icon/icons.js';
import { Skeleton } from '../parts/skeleton/skeleton.js';
import { matchPath, place, replacePlace, toHref, type PageProps } from '../route.js';
import { ROUTES, type Route } from '../routes.js';
import { text } from '../text/en.js';

interface Match {
  readonly route: Route;
  readonly params: PageProps['params'];
}

/** Shows the page of the current place. */
export function CurrentPage() {
  const { path } = place.value;
  const match = findMatch(path);
  useTitleAndFocus(path, match?.route.title ?? text.frame.notFound.title);
  useHomeWithin(path);
  if (match === undefined) return path === '/' ? null : <NotFound />;
  const { scope } = match.route;
  if (scope !== undefined && !hasScope(scope)) return <Forbidden scope={scope} />;
  return <Loaded key={path} {...match} />;
}

function findMatch(path: string): Match | undefined {
  for (const route of ROUTES) {
    const params = matchPath(route.path, path);
    if (params !== undefined) return { route, params };
  }
  return undefined;
}

/** The overview is for admins. Others begin with the first page that they may see. */
function useHomeWithin(path: string): void {
  const home = findMatch('/')?.route;
  useEffect(() => {
    if (path !== '/' || (home !== undefined && mayOpen(home))) return;
    const first = ROUTES.find(
      (route) => route !== home && !route.path.includes(':') && mayOpen(route),
    );
    if (first !== undefined) replacePlace(toHref(first.path));
  }, [path]);
}

function mayOpen({ scope }: Route): boolean {
  return scope === undefined || hasScope(scope);
}

/** A change of the page is said by the title and by the focus on the heading, as if a document had been loaded. */
function useTitleAndFocus(path: string, title: string): void {
  const shown = useRef(path);
  useEffect(() => {
    document.title = `${title} · ${text.frame.product}`;
    if (shown.current === path) return;
    shown.current = path;
    scrollTo(0, 0);
    focusHeading();
  }, [path, title]);
}

function focusHeading(): void {
  const target = document.querySelector<HTMLElement>('main h1') ?? document.querySelector('main');
  if (target === null) return;
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

function Loaded({ route, params }: Match) {
  const [Page, setPage] = useState<ComponentType<PageProps>>();
  useEffect(() => {
    const show = async (): Promise<void> => {
      const module = await route.load();
      setPage(() => module.default);
      // The heading appears with the page.
      if (document.activeElement === document.querySelector('main')) {
        requestAnimationFrame(focusHeading);
      }
    };
    void show();
  }, [route]);
  return Page === undefined ? <Skeleton /> : <Page params={params} />;
}

function NotFound() {
  const { title, body, back } = text.frame.notFound;
  return (
    <EmptyState isPage icon={LinkIcon} title={title}>
      <p>{body}</p>
      <ButtonLink href={toHref('/links')}>{back}</ButtonLink>
    </EmptyState>
  );
}

function Forbidden({ scope }: { readonly scope: string }) {
  return (
    <EmptyState isPage icon={KeyIcon} title={text.frame.forbidden.title}>
      <p>{text.frame.forbidden.body(scope)}</p>
    </EmptyState>
  );
}
